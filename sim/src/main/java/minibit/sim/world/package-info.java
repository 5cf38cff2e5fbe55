/** Virtual time, links, disks and peers' loops around the core's swarm. */
@NullMarked
package minibit.sim.world;

import org.jspecify.annotations.NullMarked;
