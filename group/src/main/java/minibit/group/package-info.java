/**
 * The group on the network: who is its tracker, who votes, how the catalogue is replicated. The
 * only code that sees Ratis.
 */
@NullMarked
package minibit.group;

import org.jspecify.annotations.NullMarked;
