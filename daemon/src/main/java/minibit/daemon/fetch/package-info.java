/**
 * Fetching: contents of the group from all their holders at once, and any other torrent. {@link
 * Fetches} is its door, for any thread; behind it stand the table of all transfers, their turns,
 * and the one thread that owns them. Signatures are checked before a transfer starts, the content's
 * root before a byte is written; what is whole is handed to the shares.
 *
 * <p>The packages below it depend in one direction, {@code transfer} on {@code view}, {@code files}
 * and {@code group}, the first two on {@code store}, that on {@code model}. The rest of the daemon
 * uses this package, the model, and the interfaces of {@code group} and {@code files}.
 */
@NullMarked
package minibit.daemon.fetch;

import org.jspecify.annotations.NullMarked;
