/**
 * Fetching: contents of the group from all their holders at once, and any other torrent. Signatures
 * are checked before a transfer starts, the content's root before a byte is written; what is whole
 * is handed to the shares.
 */
@NullMarked
package minibit.daemon.fetch;

import org.jspecify.annotations.NullMarked;
