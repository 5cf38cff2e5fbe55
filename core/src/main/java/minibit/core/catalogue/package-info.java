/**
 * What the group knows: members, the files they share, who signed them. Commands go in, in the
 * order of the group's log, and changes come out; every replica that applies the same commands is
 * in the same state.
 */
@NullMarked
package minibit.core.catalogue;

import org.jspecify.annotations.NullMarked;
