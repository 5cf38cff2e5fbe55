/** Very many peers with production pickers and chokers, a piece being one block. */
@NullMarked
package minibit.sim.pieces;

import org.jspecify.annotations.NullMarked;
