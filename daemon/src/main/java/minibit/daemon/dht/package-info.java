/** Our node of the DHT on real sockets, and where it keeps whom it knows. */
@NullMarked
package minibit.daemon.dht;

import org.jspecify.annotations.NullMarked;
