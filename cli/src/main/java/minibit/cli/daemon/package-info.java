/** Commands that are a daemon, or look after its home. */
@NullMarked
package minibit.cli.daemon;

import org.jspecify.annotations.NullMarked;
