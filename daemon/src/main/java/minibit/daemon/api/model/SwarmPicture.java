package minibit.daemon.api.model;

import java.util.List;

/**
 * Who takes part in a transfer, and who sends to whom: this daemon's own links as they are, and
 * those of other members of the group as they told them a moment ago.
 *
 * @param nodes this daemon first, then its connected peers, then those of other members; at most
 *     200, or as many as this daemon is connected with
 * @param links those on which payload flows, this daemon's own first; at most 400, or as many as it
 *     has itself
 */
public record SwarmPicture(List<Node> nodes, List<Link> links) {
  /** Nodes up to which others' are added: more can be neither drawn nor read. */
  public static final int MAX_NODES = 200;

  /** Links up to which others' are added. */
  public static final int MAX_LINKS = 400;

  /** Keeps copies. */
  public SwarmPicture {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /**
   * Somebody who takes part.
   *
   * @param id names it in {@code links}: {@code me}, the address of a peer, or {@code member:NAME}
   *     for a member that this daemon is not connected with
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
   * @param rate bytes a second; between others as they say
   */
  public record Link(String from, String to, long rate) {}
}
