package minibit.daemon.fetch.model;

import java.util.Optional;
import minibit.core.session.Carriage;

/**
 * A peer of a transfer, there or gone. Remote text is as it came: escape it before showing.
 *
 * @param address where the connection leads, or led
 * @param member name of the group's member there, if it is one
 * @param client name and version it gives, or its peer id
 * @param connected whether it still is; if not, flags and rates say nothing
 * @param outgoing whether we dialled
 * @param pieces it has
 * @param down bytes a second from it
 * @param up bytes a second to it
 * @param downloaded bytes from it, over all its connections
 * @param uploaded bytes to it
 * @param amChoking whether we refuse to serve it
 * @param amInterested whether it has what we want
 * @param peerChoking whether it refuses to serve us
 * @param peerInterested whether it wants something
 * @param snubbed whether it owes us blocks and sends none
 * @param source who named its address to us: {@code user}, {@code tracker}, {@code pex}, {@code
 *     resume}; empty if nobody did
 * @param carriage what carries the connection
 */
public record PeerView(
    String address,
    Optional<String> member,
    String client,
    boolean connected,
    boolean outgoing,
    int pieces,
    long down,
    long up,
    long downloaded,
    long uploaded,
    boolean amChoking,
    boolean amInterested,
    boolean peerChoking,
    boolean peerInterested,
    boolean snubbed,
    Optional<String> source,
    Carriage carriage) {
  /** One that was connected once and is no more: only what it moved is known. */
  public static PeerView gone(
      String address, Optional<String> member, String client, long downloaded, long uploaded) {
    return new PeerView(
        address,
        member,
        client,
        false,
        false,
        0,
        0,
        0,
        downloaded,
        uploaded,
        true,
        false,
        true,
        false,
        false,
        Optional.empty(),
        Carriage.PLAIN);
  }
}
