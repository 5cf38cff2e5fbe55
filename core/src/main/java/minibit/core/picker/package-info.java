/** Which blocks to ask of which peer. */
@NullMarked
package minibit.core.picker;

import org.jspecify.annotations.NullMarked;
