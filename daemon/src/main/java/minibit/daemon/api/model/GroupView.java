package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The group as this daemon sees it.
 *
 * @param name of the group
 * @param id of the group, hexadecimal; empty while one is looked for
 * @param epoch the term of the highest known epoch
 * @param recovery how often the group was recovered: epochs compare by it first
 * @param role of this daemon
 * @param tracker who is in office; empty when none is known to be
 * @param voters who elects
 * @param waitingFor voters that do not answer, by name, while there is no tracker
 * @param members in the catalogue
 * @param present of them
 * @param quorum whether a tracker was heard within a member's patience
 * @param sinceHeartbeat seconds since a tracker was heard, 0 on the tracker; empty if never
 * @param lastElection the last change of office that this daemon knows of
 * @param closed whether strangers are refused
 * @param trouble what keeps this daemon from its group or from voting; empty when all is well
 */
public record GroupView(
    String name,
    String id,
    long epoch,
    int recovery,
    Role role,
    Optional<MemberRef> tracker,
    List<MemberRef> voters,
    List<String> waitingFor,
    int members,
    int present,
    boolean quorum,
    Optional<Double> sinceHeartbeat,
    Optional<Election> lastElection,
    boolean closed,
    Optional<Trouble> trouble) {
  /** Keeps copies. */
  public GroupView {
    voters = List.copyOf(voters);
    waitingFor = List.copyOf(waitingFor);
  }

  /**
   * What keeps this daemon from its group or from voting.
   *
   * @param code {@code cannot-vote}, {@code log-unwritable}, {@code log-damaged}, {@code
   *     record-unwritable} or {@code refused}
   * @param text a sentence for people
   * @param detail what the system or the tracker said
   */
  public record Trouble(String code, String text, String detail) {}

  /**
   * A change of office.
   *
   * @param epoch its term
   * @param recovery how often the group had been recovered
   * @param tracker who came into office, if known
   * @param at when this daemon saw it
   * @param votedFor whom this daemon voted for last, if it votes
   * @param votesReceived who voted for this daemon, if it is the tracker
   */
  public record Election(
      long epoch,
      int recovery,
      Optional<MemberRef> tracker,
      Instant at,
      Optional<MemberRef> votedFor,
      List<MemberRef> votesReceived) {
    /** Keeps a copy. */
    public Election {
      votesReceived = List.copyOf(votesReceived);
    }
  }
}
