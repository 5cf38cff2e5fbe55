/** One peer as its torrent sees it: choke, interest, open requests, what we owe it. */
@NullMarked
package minibit.core.session;

import org.jspecify.annotations.NullMarked;
