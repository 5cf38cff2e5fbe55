/** Every interval and bound of a daemon: where each value comes from, and what it may be. */
@NullMarked
package minibit.daemon.config;

import org.jspecify.annotations.NullMarked;
