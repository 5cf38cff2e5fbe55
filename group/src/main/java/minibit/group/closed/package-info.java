/** What keeps strangers out of a closed group: its key, invitations, covered messages. */
@NullMarked
package minibit.group.closed;

import org.jspecify.annotations.NullMarked;
