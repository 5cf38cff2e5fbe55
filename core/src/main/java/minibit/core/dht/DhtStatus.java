package minibit.core.dht;

import java.util.Optional;
import minibit.core.id.NodeId;

/**
 * How a node stands.
 *
 * @param v4 among IPv4 nodes, if it is
 * @param v6 among IPv6 nodes, if it is
 * @param torrents of ours that others are told of
 * @param storedTorrents of others, of which peers are kept
 */
public record DhtStatus(Optional<Table> v4, Optional<Table> v6, int torrents, int storedTorrents) {
  /**
   * One routing table.
   *
   * @param id ours in it
   * @param nodes known
   * @param good of them
   */
  public record Table(NodeId id, int nodes, int good) {}
}
