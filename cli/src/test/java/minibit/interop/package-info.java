/**
 * Transfers with clients that others wrote, over loopback: minibit is driven as a black box, by its
 * command.
 */
@NullMarked
package minibit.interop;

import org.jspecify.annotations.NullMarked;
