/** Who comes when, what they are like, and the bound that follows from it. */
@NullMarked
package minibit.sim.plan;

import org.jspecify.annotations.NullMarked;
