/**
 * A member at work: joins, follows the tracker or is it, keeps its shares registered. What it needs
 * of a network is stated here ({@link minibit.group.member.MemberTransport}); others provide it.
 */
@NullMarked
package minibit.group.member;

import org.jspecify.annotations.NullMarked;
