/** Whom to unchoke. */
@NullMarked
package minibit.core.choker;

import org.jspecify.annotations.NullMarked;
