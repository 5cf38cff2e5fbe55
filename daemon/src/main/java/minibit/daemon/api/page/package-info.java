/** The page as browsers get it: static files, how they are told to treat them, nothing else. */
@NullMarked
package minibit.daemon.api.page;

import org.jspecify.annotations.NullMarked;
