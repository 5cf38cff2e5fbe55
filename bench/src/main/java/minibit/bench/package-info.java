/** Measurements of the engine that need its settings; whole processes are measured by scripts. */
@NullMarked
package minibit.bench;

import org.jspecify.annotations.NullMarked;
