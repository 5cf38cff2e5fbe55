/** Who says what: keys, member ids, statements about files, and the signatures over them. */
@NullMarked
package minibit.core.identity;

import org.jspecify.annotations.NullMarked;
