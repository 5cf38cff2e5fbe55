/** What a daemon does, as numbers for Prometheus: asked for, never pushed. */
@NullMarked
package minibit.daemon.metrics;

import org.jspecify.annotations.NullMarked;
