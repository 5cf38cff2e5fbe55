/** Pieces and blocks: geometry, bitfields, and the state of each piece. */
@NullMarked
package minibit.core.piece;

import org.jspecify.annotations.NullMarked;
