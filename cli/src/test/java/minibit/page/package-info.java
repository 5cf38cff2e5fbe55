/** The page: its files and words, and itself in a browser against real daemons. */
@NullMarked
package minibit.page;

import org.jspecify.annotations.NullMarked;
