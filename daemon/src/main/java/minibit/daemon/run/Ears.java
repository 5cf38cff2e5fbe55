package minibit.daemon.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.member.StockAnnounces;
import minibit.group.member.GroupListener;
import minibit.group.member.Office;
import minibit.group.member.Reply;
import minibit.group.vote.Vote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what the group tells: to the catalogue, to the announces, and to the log. */
final class Ears implements GroupListener {
  private static final Logger log = LoggerFactory.getLogger(Ears.class);

  /**
   * A change of office, as this daemon saw it.
   *
   * @param office who came
   * @param at when
   */
  record Accession(Office office, Instant at) {}

  private final CatalogueDesk desk;
  private final StockAnnounces announces;
  private final TorrentPost torrents;
  private final SwarmPost swarms;
  private final Bell bell = new Bell();
  private volatile Optional<Accession> lastOffice = Optional.empty();
  private volatile Runnable newTracker = () -> {};
  private volatile Consumer<Vote> votes = vote -> {};
  private volatile Consumer<List<Change>> changed = changes -> {};
  private volatile Optional<Refusal> refusal = Optional.empty();

  Ears(CatalogueDesk desk, StockAnnounces announces, TorrentPost torrents, SwarmPost swarms) {
    this.desk = desk;
    this.announces = announces;
    this.torrents = torrents;
    this.swarms = swarms;
  }

  /**
   * The group does not take this daemon.
   *
   * @param code stable
   * @param text why, for people
   */
  record Refusal(Reply.Code code, String text) {}

  /** Rings when another takes office, and when the group refuses this daemon. */
  Bell bell() {
    return bell;
  }

  /** Hears when another member takes office. */
  void onNewTracker(Runnable listener) {
    newTracker = listener;
  }

  /** Hears of votes that this daemon is asked for, and of changes to the catalogue it keeps. */
  void onNews(Consumer<Vote> vote, Consumer<List<Change>> changes) {
    votes = vote;
    changed = changes;
  }

  /** The last change of office. */
  Optional<Accession> lastOffice() {
    return lastOffice;
  }

  /** Why the group does not take this daemon, until it does. */
  Optional<Refusal> refusal() {
    return refusal;
  }

  /** Forgets the group that was left. */
  void reset() {
    lastOffice = Optional.empty();
    refusal = Optional.empty();
  }

  @Override
  public void onOffice(Office office) {
    Optional<Office> before = lastOffice.map(Accession::office);
    boolean other =
        before
            .filter(
                known ->
                    known.epoch().equals(office.epoch())
                        && known.tracker().id().equals(office.tracker().id()))
            .isEmpty();
    if (other) {
      log.info(
          "epoch {}: tracker is {} ({})",
          office.epoch(),
          office.tracker().name(),
          office.tracker().id().brief());
      lastOffice = Optional.of(new Accession(office, Instant.now()));
    } else {
      lastOffice = lastOffice.map(known -> new Accession(office, known.at()));
    }
    refusal = Optional.empty();
    desk.onOffice(office);
    bell.ring();
    if (other) {
      newTracker.run();
    }
  }

  @Override
  public void onApplied(long index, CatalogueCommand command, List<Change> changes) {
    if (log.isInfoEnabled()) {
      String words = CommandWords.of(command);
      if (!words.isEmpty()) {
        log.info("entry {}: {}", index, words);
      }
    }
    desk.onApplied(index, command, changes);
    changed.accept(changes);
  }

  @Override
  public void onVote(Vote vote) {
    log.info(
        "epoch {}: {} asks for a vote: {}", vote.term(), vote.candidate().brief(), vote.answer());
    votes.accept(vote);
  }

  @Override
  public void onReplaced(long index) {
    log.info("the catalogue was taken from another voter, up to entry {}", index);
    desk.onReplaced(index);
  }

  @Override
  public void onPartialHolder(PiecesRoot root, MemberId holder) {
    desk.onPartialHolder(root, holder);
  }

  @Override
  public byte[] onRelay(MemberId from, int service, byte[] body) {
    return switch (service) {
      case StockAnnounces.SERVICE -> announces.onRelay(body);
      case TorrentPost.SERVICE -> torrents.onRelay(body);
      case SwarmPost.SERVICE -> swarms.onRelay(from, body);
      default -> desk.onRelay(from, service, body);
    };
  }

  @Override
  public void onRefused(Reply.Code code, String text) {
    Optional<Refusal> now = Optional.of(new Refusal(code, text));
    if (!now.equals(refusal)) {
      log.warn("the group does not take this daemon: {}", text);
    }
    refusal = now;
    bell.ring();
  }
}
