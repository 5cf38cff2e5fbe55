package minibit.daemon.desk;

import java.util.List;
import java.util.Optional;

/**
 * What another member says of its own part in a swarm: its word, within limits, and not ours.
 *
 * @param member its name
 * @param have pieces it has
 * @param links those of its connections on which payload flows, the fastest first
 */
public record SwarmReport(String member, int have, List<Link> links) {
  /** Connections told by one member: it serves far fewer at a time. */
  public static final int MAX_LINKS = 64;

  /** Keeps a copy. */
  public SwarmReport {
    links = List.copyOf(links);
  }

  /**
   * A connection as seen from its one end.
   *
   * @param member name of the one at the other end, if it is a member
   * @param address of the other end, where it can be dialled as far as known
   * @param client its program, as it says; remote text
   * @param have pieces it has
   * @param down payload bytes a second from it
   * @param up payload bytes a second to it
   */
  public record Link(
      Optional<String> member, String address, String client, int have, long down, long up) {}
}
