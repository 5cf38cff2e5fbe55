package minibit.core.dht.krpc;

import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;

/** What one node asks of another, besides who asks. */
public sealed interface KrpcQuery {
  /** Are you there? */
  record Ping() implements KrpcQuery {}

  /** Which nodes do you know near this id? */
  record FindNode(NodeId target, Want want) implements KrpcQuery {}

  /**
   * Which peers of this torrent do you know, or which nodes near it?
   *
   * @param hash 20 bytes
   * @param noSeeds whether seeds are of no use to the asker (BEP 33)
   * @param scrape whether filters that count the peers are wanted (BEP 33)
   */
  record GetPeers(InfoHash hash, Want want, boolean noSeeds, boolean scrape) implements KrpcQuery {}

  /**
   * A peer of this torrent listens at my address.
   *
   * @param hash 20 bytes
   * @param port 0 to 65535; of no meaning if it is implied
   * @param impliedPort whether it listens at the port that the question came from
   * @param token as the asked node gave it
   * @param seed whether the peer has all of it (BEP 33)
   */
  record AnnouncePeer(InfoHash hash, int port, boolean impliedPort, byte[] token, boolean seed)
      implements KrpcQuery {}

  /** Which torrents do you keep peers of? (BEP 51) */
  record SampleInfohashes(NodeId target, Want want) implements KrpcQuery {}

  /** A question whose name nobody knows. */
  record Unknown(String method) implements KrpcQuery {}

  /** A question that lacks what it needs, or has it in the wrong form. */
  record Malformed(String why) implements KrpcQuery {}

  /**
   * Of which families nodes are wanted (BEP 32).
   *
   * @param v4 {@code nodes}
   * @param v6 {@code nodes6}
   */
  record Want(boolean v4, boolean v6) {
    /** Nothing was said: those of the family of the packet. */
    public static final Want UNSAID = new Want(false, false);

    /** What it means in a packet of that family. */
    public Want in(boolean ipv6) {
      return v4 || v6 ? this : new Want(!ipv6, ipv6);
    }
  }
}
