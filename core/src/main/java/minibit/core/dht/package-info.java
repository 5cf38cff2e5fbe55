/** A node of the mainline DHT: finds the peers of a torrent without a tracker (BEP 5). */
@NullMarked
package minibit.core.dht;

import org.jspecify.annotations.NullMarked;
