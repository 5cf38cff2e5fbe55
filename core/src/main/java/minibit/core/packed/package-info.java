/** Values in few bytes: what the group keeps in its log, in snapshots and in its messages. */
@NullMarked
package minibit.core.packed;

import org.jspecify.annotations.NullMarked;
