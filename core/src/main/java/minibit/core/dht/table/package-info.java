/** Which nodes of the DHT are known and how good they are (BEP 5, 42). */
@NullMarked
package minibit.core.dht.table;

import org.jspecify.annotations.NullMarked;
