package minibit.group.member;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change;
import minibit.group.vote.Seat;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
import minibit.group.vote.VoterListener;
import minibit.group.vote.VoterPlace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voter of a member, while it has one: opened when the tracker offers a seat, closed when
 * another sits there. Opening and closing take time and threads of their own. Owned by the loop.
 */
final class VoterKeeper {
  private static final Logger log = LoggerFactory.getLogger(VoterKeeper.class);

  private final GroupMember self;
  private final GroupConfig config;
  private final GroupListener listener;
  private volatile @Nullable Voter voter;
  private boolean opening;
  private @Nullable Instant unseatedSince;

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

  Seat seat() {
    return new Seat(self.id(), config.voter());
  }

  /** Opens a voter, if none is open; completes when it is. */
  CompletableFuture<Void> open(List<Seat> founders) {
    Voter stale = voter;
    if (stale != null && stale.standing().role() != Standing.Role.NONE) {
      return CompletableFuture.completedFuture(null);
    }
    // One that lost its seat has closed itself; with another seat it opens its log again.
    voter = null;
    opening = true;
    GroupRecord known = self.belonging().record();
    VoterPlace place = new VoterPlace(log(config.home()), known.group(), known.recovery());
    CompletableFuture<Void> opened = new CompletableFuture<>();
    // Ratis' threads inherit from this one, so it is no virtual thread.
    Thread.ofPlatform()
        .daemon()
        .name("voter opens")
        .start(() -> openAt(place, stale, founders, opened));
    return opened;
  }

  private void openAt(
      VoterPlace place,
      @Nullable Voter stale,
      List<Seat> founders,
      CompletableFuture<Void> opened) {
    try {
      if (stale != null) {
        stale.close();
      }
      Voter fresh = Voter.start(place, seat(), founders, config.settings(), new Ear());
      self.onLoop(
          () -> {
            opening = false;
            voter = fresh;
            self.belonging().votes(true);
            opened.complete(null);
          });
    } catch (IOException | RuntimeException e) {
      log.error("this member cannot vote: {}", e.getMessage());
      self.onLoop(
          () -> {
            opening = false;
            opened.completeExceptionally(e);
          });
    }
  }

  /** What a voter tells: elections wake the loop, entries go to the daemon. */
  private final class Ear implements VoterListener {
    @Override
    public void onApplied(long index, CatalogueCommand command, List<Change> changes) {
      listener.onApplied(index, command, changes);
      if (command instanceof CatalogueCommand.Moved moved) {
        self.onLoop(
            () -> {
              if (self.duty() == null) {
                self.onMoved(moved);
              }
            });
      }
    }

    @Override
    public void onReplaced(long index) {
      listener.onReplaced(index);
    }

    @Override
    public void onElection() {
      self.onLoop(self::tick);
    }
  }

  void close() {
    Voter old = voter;
    voter = null;
    if (old != null) {
      Thread.ofVirtual().name("voter closes").start(old::close);
    }
  }

  /** A voter that the group replaced while it was down learns so from the heartbeats. */
  void leaveIfUnseated(Voter own, Instant now) {
    Optional<Office> known = self.followed();
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
