/** The messages between DHT nodes, decoded and encoded (BEP 5, 32, 33, 42, 43, 51). */
@NullMarked
package minibit.core.dht.krpc;

import org.jspecify.annotations.NullMarked;
