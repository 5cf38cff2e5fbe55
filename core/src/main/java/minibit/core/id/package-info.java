/** What things are called on the wire: info-hashes, peer ids, addresses. */
@NullMarked
package minibit.core.id;

import org.jspecify.annotations.NullMarked;
