package minibit.group.vote;

import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;

/**
 * A voter and where it is reached for votes and the log.
 *
 * @param member who
 * @param address of its Raft port
 */
public record Seat(MemberId member, PeerAddress address) {}
