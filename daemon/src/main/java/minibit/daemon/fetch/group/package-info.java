/**
 * What fetching asks of the group and tells it: who holds a content, what a query matches, which
 * pieces are here. {@link Catalogue} and {@link PieceReports} are where a daemon plugs its group
 * in, and may be used from any thread; the rest is for fetching itself, on the thread that owns the
 * transfers, but for {@link AllMatches}, which waits. It knows nothing of transfers.
 */
@NullMarked
package minibit.daemon.fetch.group;

import org.jspecify.annotations.NullMarked;
