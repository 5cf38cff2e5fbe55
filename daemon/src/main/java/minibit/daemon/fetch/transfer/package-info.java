/**
 * The life of one transfer: it waits, is prepared, runs a torrent, is handed over, and is shown.
 * Its face is {@link Transfer}; it knows neither the table nor the other transfers. Only fetching
 * itself may use it, on the thread that owns the transfers, where nothing waits: what may wait goes
 * to the helpers.
 */
@NullMarked
package minibit.daemon.fetch.transfer;

import org.jspecify.annotations.NullMarked;
