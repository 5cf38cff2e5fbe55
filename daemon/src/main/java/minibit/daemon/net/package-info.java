/** Peer connections over TCP: loops, framing, payload. */
@NullMarked
package minibit.daemon.net;

import org.jspecify.annotations.NullMarked;
