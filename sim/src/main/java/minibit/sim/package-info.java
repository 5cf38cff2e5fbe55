/** The simulator: production swarms under virtual time. */
@NullMarked
package minibit.sim;

import org.jspecify.annotations.NullMarked;
