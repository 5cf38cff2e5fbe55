/** The memory of a tracker: swarms, their peers, and who is told of whom. */
@NullMarked
package minibit.core.announce.registry;

import org.jspecify.annotations.NullMarked;
