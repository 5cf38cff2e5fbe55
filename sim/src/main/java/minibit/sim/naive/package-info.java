/** What beginners write first, on the same links, to see what a swarm is good for. */
@NullMarked
package minibit.sim.naive;

import org.jspecify.annotations.NullMarked;
