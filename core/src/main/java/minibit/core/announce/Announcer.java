package minibit.core.announce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import minibit.core.id.InfoHash;

/**
 * Decides when a torrent announces itself, to whom, and with which event. One owner; pure: told
 * what happened, it says what is to be done.
 *
 * <ul>
 *   <li>Tiers as BEP 12 has them: shuffled inside once, tried in order, the one that answers moves
 *       to the front of its tier, a failure falls to the next.
 *   <li>{@code started} is the first announce that each tracker takes, {@code completed} goes out
 *       once and is repeated until taken, {@code stopped} goes once to each tracker that took a
 *       {@code started}.
 *   <li>Intervals of trackers are kept, within {@link Intervals}. A download that knows fewer than
 *       two peers asks again within half a minute, but never below the tracker's minimal interval.
 *   <li>A tracker that does not answer is left alone for longer and longer; a refusal holds as long
 *       as the tracker says (BEP 31).
 *   <li>A hybrid announces each of its hashes by a lane of its own.
 * </ul>
 */
public final class Announcer {
  private final List<Lane> lanes = new ArrayList<>();
  private long nextTicket = 1;
  private boolean completeAtStart;
  private boolean completedTold;
  private boolean stoppedTold;

  /**
   * Announces nothing before {@link AnnouncerEvent.Started}.
   *
   * @param tiers URLs as the metainfo has them: those that are none are left out
   */
  public Announcer(AnnounceIdentity identity, List<List<String>> tiers, RandomGenerator random) {
    for (InfoHash hash : identity.hashes().wire()) {
      lanes.add(new Lane(hash, identity, new Tiers(tiers, random), () -> nextTicket++));
    }
  }

  /** Takes an event; {@code progress} is how the torrent stands now. */
  public List<AnnouncerEffect> handle(Instant now, Progress progress, AnnouncerEvent event) {
    List<AnnouncerEffect> effects = new ArrayList<>();
    switch (event) {
      case AnnouncerEvent.Started() -> {
        completeAtStart = progress.left() == 0;
        lanes.forEach(Lane::start);
      }
      case AnnouncerEvent.Completed() -> {
        if (!completeAtStart && !completedTold) {
          completedTold = true;
          lanes.forEach(Lane::completed);
        }
      }
      case AnnouncerEvent.Hurry() -> lanes.forEach(Lane::hurry);
      case AnnouncerEvent.Stopping() ->
          lanes.forEach(lane -> lane.stop(now, progress, effects::add));
      case AnnouncerEvent.Answered(long ticket, AnnounceResponse response) ->
          lanes.forEach(lane -> lane.answered(now, progress, ticket, response, effects::add));
      case AnnouncerEvent.DeadlineReached() -> {}
    }
    lanes.forEach(lane -> lane.pass(now, progress, effects::add));
    if (!stoppedTold && lanes.stream().allMatch(Lane::isStopped)) {
      stoppedTold = true;
      effects.add(new AnnouncerEffect.Stopped());
    }
    return effects;
  }

  /** When to come with {@link AnnouncerEvent.DeadlineReached}; far in the future if never. */
  public Instant deadline() {
    return lanes.stream().map(Lane::deadline).min(Instant::compareTo).orElse(Instant.MAX);
  }

  /** How it stands with each tracker. */
  public List<TrackerStatus> status() {
    return lanes.stream().flatMap(lane -> lane.status().stream()).toList();
  }
}
