package minibit.core.dht;

import java.util.Optional;
import minibit.core.id.NodeId;

/**
 * How a node runs: read once when it begins.
 *
 * @param v4 our id among IPv4 nodes; empty: we are not among them
 * @param v6 our id among IPv6 nodes; empty: we are not among them
 * @param peerPort where our peer listens
 * @param impliedPort whether peer and node have the same port, so that who is told of us may take
 *     the port it sees
 * @param readOnly whether we ask and do not answer (BEP 43)
 */
public record DhtSettings(
    Optional<NodeId> v4, Optional<NodeId> v6, int peerPort, boolean impliedPort, boolean readOnly) {
  /** Checks the port. */
  public DhtSettings {
    if (peerPort < 1 || peerPort > 0xffff) {
      throw new IllegalArgumentException("not a port: " + peerPort);
    }
  }
}
