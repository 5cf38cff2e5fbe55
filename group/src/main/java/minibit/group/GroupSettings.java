package minibit.group;

import java.time.Duration;
import java.util.Optional;

/**
 * Every interval and bound of a group. The defaults suit a LAN; {@link #WAN} suits members with a
 * tenth of a second and more between them.
 *
 * @param heartbeat how often the tracker speaks to every member
 * @param detectMin how long a member waits for a heartbeat, at least, before it asks the voters
 * @param detectMax the same at most; each wait is drawn between the two, so that members do not all
 *     ask at once
 * @param electionMin how long a voter waits for its leader, at least, before it stands for election
 * @param electionMax the same at most
 * @param lease how long a member that is not heard keeps its place in lists and searches
 * @param report how often a running download reports its pieces, at most
 * @param listenMin how long a daemon without a group listens, at least, before it founds one
 * @param listenMax the same at most
 * @param voters how many members vote in a group that is large enough: 1, 3 or 5
 * @param voterSilence how long a voter is silent before another member takes its place
 * @param memory how long the records of a member that is away are kept, in time that a tracker was
 *     in office; a closed group keeps them
 * @param snapshotEvery log entries between two snapshots
 */
public record GroupSettings(
    Duration heartbeat,
    Duration detectMin,
    Duration detectMax,
    Duration electionMin,
    Duration electionMax,
    Duration lease,
    Duration report,
    Duration listenMin,
    Duration listenMax,
    int voters,
    Duration voterSilence,
    Duration memory,
    int snapshotEvery) {
  /**
   * For a LAN. Voters wait 400 to 550 ms: a tracker that is killed is replaced within a second, and
   * a pause of a fifth of a second (a full heap, a busy core) costs no epoch. A lease is fifteen
   * heartbeats, so a lost packet hides nobody. A snapshot every 1,024 entries is one for half a
   * million files registered in full batches: a log to replay stays small.
   */
  public static final GroupSettings DEFAULTS =
      new GroupSettings(
          Duration.ofSeconds(1),
          Duration.ofMillis(2500),
          Duration.ofMillis(4000),
          Duration.ofMillis(400),
          Duration.ofMillis(550),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          5,
          Duration.ofSeconds(10),
          Duration.ofDays(30),
          1024);

  /** For members far apart: everything that waits for a packet waits two to five times as long. */
  public static final GroupSettings WAN =
      new GroupSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(12),
          Duration.ofMillis(1500),
          Duration.ofMillis(3000),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          5,
          Duration.ofSeconds(20),
          Duration.ofDays(30),
          1024);

  /** Below this no voter can tell a dead leader from a scheduler's whim. */
  private static final int ELECTION_FLOOR_MILLIS = 50;

  /** Refuses nonsense with a sentence that names the two settings that disagree. */
  public GroupSettings {
    objection(
            heartbeat,
            detectMin,
            detectMax,
            electionMin,
            electionMax,
            lease,
            report,
            listenMin,
            listenMax,
            voters,
            voterSilence,
            memory,
            snapshotEvery)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
  }

  private static Optional<String> objection(
      Duration heartbeat,
      Duration detectMin,
      Duration detectMax,
      Duration electionMin,
      Duration electionMax,
      Duration lease,
      Duration report,
      Duration listenMin,
      Duration listenMax,
      int voters,
      Duration voterSilence,
      Duration memory,
      int snapshotEvery) {
    if (!heartbeat.isPositive() || !report.isPositive() || !memory.isPositive()) {
      return Optional.of("heartbeat, report and memory must be longer than nothing");
    }
    if (detectMin.compareTo(heartbeat) <= 0) {
      return Optional.of("detectMin must be longer than heartbeat, or every member asks always");
    }
    if (detectMax.compareTo(detectMin) < 0) {
      return Optional.of("detectMax must not be shorter than detectMin");
    }
    if (electionMin.toMillis() < ELECTION_FLOOR_MILLIS) {
      return Optional.of("electionMin must be at least " + ELECTION_FLOOR_MILLIS + " ms");
    }
    if (electionMax.compareTo(electionMin) <= 0) {
      return Optional.of("electionMax must be longer than electionMin, or votes are split");
    }
    if (lease.compareTo(detectMax) <= 0) {
      return Optional.of("lease must be longer than detectMax, or members vanish while they ask");
    }
    if (voterSilence.compareTo(electionMax) <= 0) {
      return Optional.of("voterSilence must be longer than electionMax");
    }
    if (!listenMin.isPositive() || listenMax.compareTo(listenMin) < 0) {
      return Optional.of("listenMax must not be shorter than listenMin");
    }
    if (voters != 1 && voters != 3 && voters != 5) {
      return Optional.of("voters must be 1, 3 or 5: an even number survives no more failures");
    }
    return snapshotEvery < 16
        ? Optional.of("snapshotEvery must be at least 16 entries")
        : Optional.empty();
  }
}
