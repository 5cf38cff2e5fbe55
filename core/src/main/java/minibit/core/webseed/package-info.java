/** Web servers as seeds (BEP 19): what to ask of them, and what their answers are worth. */
@NullMarked
package minibit.core.webseed;

import org.jspecify.annotations.NullMarked;
