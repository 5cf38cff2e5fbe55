package minibit.group.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change;
import minibit.group.vote.DamagedLogException;
import minibit.group.vote.Seat;
import minibit.group.vote.Standing;
import minibit.group.vote.Vote;
import minibit.group.vote.Voter;
import minibit.group.vote.VoterListener;
import minibit.group.vote.VoterPlace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voter of a member, while it has one: opened when the tracker offers a seat, closed when
 * another sits there or the log fails. Opening and closing take time and threads of their own.
 * Owned by the loop.
 */
final class VoterKeeper {
  private static final Logger log = LoggerFactory.getLogger(VoterKeeper.class);

  private final GroupMember self;
  private final GroupConfig config;
  private final GroupListener listener;
  private volatile @Nullable Voter voter;

  /** How often the group was recovered when this voter's log began. */
  private int recovery;

  private boolean opening;
  private volatile boolean left;

  /** Opens a voter, or did the last time. */
  private volatile @Nullable Thread opener;

  /** Open, and neither the loop's yet nor closed by who leaves: whoever takes it has it. */
  private final AtomicReference<@Nullable Voter> fresh = new AtomicReference<>();

  private boolean damaged;

  /** Who votes on a log that is new; kept until it could be opened. */
  private List<Seat> founding = List.of();

  private @Nullable Instant retryAt;
  private @Nullable Instant unseatedSince;
  private @Nullable Trouble trouble;

  private final Complaints complaints = new Complaints(log);

  /** What hears of the voter that is open or being opened. */
  private Ear ear = new Ear();

  private CompletableFuture<Void> lastOpening = CompletableFuture.completedFuture(null);

  /** Done when the last voter has let go of its port and its log. */
  private CompletableFuture<Void> closed = CompletableFuture.completedFuture(null);

  /** The voters to whom this one has spoken, so that an election finds the ways open. */
  private List<Seat> acquainted = List.of();

  VoterKeeper(GroupMember self, GroupConfig config, GroupListener listener) {
    this.self = self;
    this.config = config;
    this.listener = listener;
  }

  /** The voter, if one is open. Any thread. */
  Optional<Voter> voter() {
    return Optional.ofNullable(voter);
  }

  boolean isOpening() {
    return opening;
  }

  int recovery() {
    return recovery;
  }

  /** Why this member does not vote although it should. */
  Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  Seat seat() {
    return new Seat(self.id(), config.voter());
  }

  /**
   * The tracker offers a seat: nobody counts on the log that this member may have had. So one that
   * is damaged is set aside, all but the memory of the votes given, and the group sends its own.
   */
  CompletableFuture<Void> takeSeat() {
    if (opening) {
      return lastOpening
          .handle((done, failure) -> done)
          .thenCompose(done -> self.askOnLoop(this::takeSeat));
    }
    return open(List.of(), damaged);
  }

  /** Opens a voter, if none is open; completes when it is. */
  CompletableFuture<Void> open(List<Seat> founders) {
    return open(founders, false);
  }

  private CompletableFuture<Void> open(List<Seat> founders, boolean afresh) {
    VoterPlace place = place();
    Voter stale = voter;
    if (stale != null
        && stale.standing().role() != Standing.Role.NONE
        && recovery == place.recovery()) {
      return CompletableFuture.completedFuture(null);
    }
    if (opening) {
      return CompletableFuture.failedFuture(new IllegalStateException("the log is being opened"));
    }
    // One that lost its seat has closed itself; with another seat it opens its log again. One of a
    // log that the group has left behind, which was being opened when that was heard, goes.
    close();
    opening = true;
    retryAt = null;
    founding = founders;
    Ear hears = new Ear();
    ear = hears;
    CompletableFuture<Void> before = closed;
    CompletableFuture<Void> opened = new CompletableFuture<>();
    lastOpening = opened;
    // Ratis' threads inherit from this one, so it is no virtual thread.
    Thread opens =
        Thread.ofPlatform()
            .daemon()
            .name("voter opens " + self.id().brief())
            .unstarted(
                () -> {
                  before.join();
                  openAt(place, founders, afresh, hears, opened);
                });
    opener = opens;
    opens.start();
    return opened;
  }

  /** Where the log of the group is, if this member keeps one. */
  VoterPlace place() {
    GroupRecord known = self.belonging().record();
    return new VoterPlace(log(config.home()), known.group(), known.recovery());
  }

  private void openAt(
      VoterPlace place,
      List<Seat> founders,
      boolean afresh,
      Ear hears,
      CompletableFuture<Void> opened) {
    try {
      if (afresh) {
        log.warn("the damaged log was set aside: {}", place.setAside());
      }
      if (left) {
        return;
      }
      fresh.set(Voter.start(place, seat(), founders, config.settings(), hears, self.door().key()));
      if (left) {
        closeFresh();
        return;
      }
      self.onLoop(
          () -> {
            Voter own = fresh.getAndSet(null);
            if (own == null) {
              return;
            }
            opening = false;
            damaged = false;
            trouble = null;
            voter = own;
            // What was seen of the voter before says nothing of this one.
            unseatedSince = null;
            recovery = place.recovery();
            self.belonging().votes(true);
            opened.complete(null);
            hears.failure.ifPresent(this::onLogFailed);
          });
    } catch (IOException | RuntimeException e) {
      self.onLoop(
          () -> {
            opening = false;
            onUnopened(e);
            opened.completeExceptionally(e);
          });
    }
  }

  /**
   * How long after a failure it is tried again, for a disk may have room, or a port be free: as
   * long as the group waits for a silent voter.
   */
  private Duration retryAfter() {
    return config.settings().voterSilence();
  }

  private void onUnopened(Exception failure) {
    complaints.say("this member cannot vote: " + failure.getMessage(), self.now());
    if (failure instanceof DamagedLogException) {
      damaged = true;
      trouble = new Trouble(Trouble.Kind.LOG_DAMAGED, String.valueOf(failure.getMessage()));
    } else {
      trouble = new Trouble(Trouble.Kind.CANNOT_VOTE, String.valueOf(failure.getMessage()));
      retryAt = self.now().plus(retryAfter());
    }
  }

  /** Tries again what failed a while ago; notices a voter that stopped by itself. */
  void tick(Instant now) {
    Voter own = voter;
    if (own != null && hasStopped(own)) {
      onLogFailed("its voter has stopped by itself");
    }
    if (voter == null && !opening && (isTimeToRetry(now) || isMissed())) {
      open(founding)
          .whenComplete(
              (done, failure) -> log.debug("tried again to vote: {}", String.valueOf(failure)));
    }
  }

  private boolean isTimeToRetry(Instant now) {
    return retryAt != null && !now.isBefore(retryAt);
  }

  /**
   * Whether the last tracker that was heard of counted on this member's vote, and is silent. The
   * others may then wait for this vote, and no tracker can come and offer the seat again.
   */
  private boolean isMissed() {
    return retryAt == null
        && !damaged
        && self.duty() == null
        && !self.tenure().hears()
        && self.tenure().followed().filter(known -> known.votes(self.id())).isPresent()
        && Files.isDirectory(place().folder());
  }

  /** Whether it does nothing any more although it has a seat: one without has been replaced. */
  private boolean hasStopped(Voter own) {
    Standing standing = own.standing();
    return standing.role() == Standing.Role.NONE
        && standing.seats().stream().anyMatch(seat -> seat.member().equals(self.id()));
  }

  /** What a voter tells: elections wake the loop, entries go to the daemon. */
  private final class Ear implements VoterListener {
    /** Why its log failed, if it did; told on the loop. */
    private Optional<String> failure = Optional.empty();

    @Override
    public void onApplied(long index, CatalogueCommand command, List<Change> changes) {
      listener.onApplied(index, command, changes);
      if (command instanceof CatalogueCommand.Moved moved) {
        self.onLoop(
            () -> {
              if (self.duty() == null) {
                self.tenure().onMoved(moved);
              }
            });
      }
    }

    @Override
    public void onVote(Vote vote) {
      listener.onVote(vote);
    }

    @Override
    public void onReplaced(long index) {
      listener.onReplaced(index);
    }

    @Override
    public void onElection() {
      self.onLoop(self::tick);
    }

    @Override
    public void onLogFailed(String reason) {
      self.onLoop(
          () -> {
            // A voter that is left behind says so of each entry it did not write.
            if (ear == this && failure.isEmpty()) {
              failure = Optional.of(reason);
              VoterKeeper.this.onLogFailed(reason);
            }
          });
    }
  }

  /** Nothing can be acknowledged any more: this voter goes, so that another can be elected. */
  private void onLogFailed(String reason) {
    if (voter != null) {
      trouble = new Trouble(Trouble.Kind.LOG_UNWRITABLE, reason);
      complaints.say(trouble.words(), self.now());
      self.tenure().standDown();
      close();
      retryAt = self.now().plus(retryAfter());
    }
  }

  /**
   * The member has left, and its loop has stopped: closes the voter, also one that is still being
   * opened, so that its port is free. Waits for that no longer than so. Any thread.
   */
  void leave(Duration most) {
    left = true;
    Thread opens = opener;
    try {
      if (opens != null && !opens.join(most)) {
        log.warn("a voter that is still being opened is left to itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeFresh();
    voter().ifPresent(Voter::close);
  }

  private void closeFresh() {
    Voter own = fresh.getAndSet(null);
    if (own != null) {
      own.close();
    }
  }

  void close() {
    Voter old = voter;
    voter = null;
    if (old != null) {
      CompletableFuture<Void> before = closed;
      CompletableFuture<Void> done = new CompletableFuture<>();
      closed = done;
      Thread.ofVirtual()
          .name("voter closes")
          .start(
              () -> {
                before.join();
                old.close();
                done.complete(null);
              });
    }
  }

  /** A voter that the group replaced while it was down learns so from the heartbeats. */
  void leaveIfUnseated(Voter own, Instant now) {
    Optional<Office> known = self.tenure().followed();
    // A tracker that is silent says nothing of today's voters: when it went it may have seated this
    // member as its last act, and the group would wait for this vote for ever.
    boolean heard = self.status().quorum();
    if (known.isEmpty() || !heard || self.duty() != null || known.get().votes(self.id())) {
      unseatedSince = null;
      return;
    }
    if (unseatedSince == null) {
      unseatedSince = now;
      return;
    }
    // One that is not in its own configuration yet waits to be seated, which takes the whole log.
    boolean believes = own.standing().seats().stream().anyMatch(s -> s.member().equals(self.id()));
    Duration patience = config.settings().lease().multipliedBy(believes ? 1 : 8);
    if (Duration.between(unseatedSince, now).compareTo(patience) > 0) {
      log.info("another votes in this member's place");
      unseatedSince = null;
      close();
      self.belonging().votes(false);
    }
  }

  /** Speaks to voters that are new, before an election needs them. */
  void meetOthers(Voter own) {
    List<Seat> seats = own.standing().seats();
    if (!seats.equals(acquainted)) {
      acquainted = seats;
      Thread.ofPlatform().daemon().name("voters meet").start(own::acquaint);
    }
  }

  /** The folder of a home's logs. */
  static Path log(Path home) {
    return home.resolve("log");
  }
}
