package minibit.daemon.api.model;

import java.util.List;

/**
 * Who takes part in a transfer, and who sends to whom, as far as this daemon sees: its own links.
 *
 * @param nodes this daemon first, then its connected peers
 * @param links those on which payload flows
 */
public record SwarmPicture(List<Node> nodes, List<Link> links) {
  /** Keeps copies. */
  public SwarmPicture {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /**
   * Somebody who takes part.
   *
   * @param id names it in {@code links}: {@code me}, or the address of a peer
   * @param name of the member, else the peer's program; remote text
   * @param role {@code me}, {@code member} or {@code peer}
   * @param pieces of the torrent
   * @param have of them
   */
  public record Node(String id, String name, String role, int pieces, long have) {}

  /**
   * Payload that flows one way.
   *
   * @param from id of a node
   * @param to id of a node
   * @param rate bytes a second
   */
  public record Link(String from, String to, long rate) {}
}
