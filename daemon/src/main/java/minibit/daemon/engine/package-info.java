/** Runs swarms: brings them events, performs their effects. */
@NullMarked
package minibit.daemon.engine;

import org.jspecify.annotations.NullMarked;
