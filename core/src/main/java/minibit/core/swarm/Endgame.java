package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import minibit.core.picker.PiecePicker;
import minibit.core.picker.Puller;
import minibit.core.piece.Block;
import minibit.core.session.PeerDownload;
import minibit.core.session.PeerSession;

/**
 * Which block to ask of a second peer once everything is asked for. Only a block that is really
 * late: its peer is silent for longer than it ever paused, or so slow that the idle peer will have
 * sent it long before. Of a queue the end is taken, which can still be cancelled; its head is
 * likely on its way. Every wrong guess is a block received twice.
 */
final class Endgame {
  /** How much longer we wait for a peer that fell silent: its machine may just be busy. */
  private static final int SILENT = 2;

  /** How much longer we wait for a peer of which nothing is measured yet. */
  private static final int UNMEASURED = 3;

  private static final Duration NOT_LATE = Duration.ZERO;
  private static final Duration FOR_GOOD = Duration.ofDays(1);

  private final SwarmState state;
  private final PiecePicker picker;
  private Instant awakeSince = Instant.MIN;

  Endgame(SwarmState state, PiecePicker picker) {
    this.state = state;
    this.picker = picker;
  }

  /** We were called late, so silence until now says nothing about the peers. */
  void overslept() {
    awakeSince = state.now();
  }

  /** A block that is late elsewhere, noted as open at this idle peer too. */
  Optional<Block> late(PeerSession idle, Puller puller) {
    if (puller.peerChoking() || puller.alone() || !picker.isEndgame()) {
      return Optional.empty();
    }
    Duration longest = NOT_LATE;
    Optional<Block> chosen = Optional.empty();
    for (PeerSession owing : state.peers()) {
      if (owing == idle || owing.isClosing() || owing.download().openCount() == 0) {
        continue;
      }
      Duration wait = lateness(owing.download(), idle.download());
      if (wait.compareTo(longest) > 0) {
        Optional<Block> block = last(owing.download(), puller);
        if (block.isPresent()) {
          longest = wait;
          chosen = block;
        }
      }
    }
    chosen.ifPresent(block -> picker.askTwice(block, puller));
    return chosen;
  }

  private Optional<Block> last(PeerDownload owing, Puller puller) {
    for (Block block : owing.newestFirst()) {
      if (picker.mayAskTwice(block, puller)) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /** How long the end of this peer's queue will take, or zero if it is not worth a second copy. */
  private Duration lateness(PeerDownload owing, PeerDownload idle) {
    Duration patience = state.settings.endgamePatience();
    Duration silent = since(owing.lastBlock());
    long rate = owing.received().rate(state.now());
    if (owing.snubbed()) {
      return FOR_GOOD;
    }
    if (rate == 0) {
      return silent.compareTo(patience.multipliedBy(UNMEASURED)) >= 0 ? FOR_GOOD : NOT_LATE;
    }
    if (silent.compareTo(patience) >= 0) {
      return silence(owing, idle, silent);
    }
    long idleRate = idle.received().rate(state.now());
    if (idleRate == 0 || since(owing.oldestAsk().orElseThrow()).compareTo(patience) < 0) {
      return NOT_LATE;
    }
    Duration wait = time(owing.openCount(), rate);
    Duration instead = idle.window().roundTrip().plus(time(1, idleRate)).multipliedBy(2);
    return wait.compareTo(instead.plus(patience)) > 0 ? wait : NOT_LATE;
  }

  /** For a peer that was measured and has paused. */
  private Duration silence(PeerDownload owing, PeerDownload idle, Duration silent) {
    Duration patience = state.settings.endgamePatience();
    Duration usual = owing.longestPause().multipliedBy(2);
    // Unless the idle peer delivered meanwhile, the silence may be our own, or everyone's.
    boolean othersDeliver = idle.lastBlock().isAfter(owing.lastBlock().plus(patience));
    Duration bearable = patience.multipliedBy(othersDeliver ? SILENT : UNMEASURED);
    return silent.compareTo(bearable) < 0 || silent.compareTo(usual) < 0 ? NOT_LATE : silent;
  }

  private Duration since(Instant then) {
    return Duration.between(then.isAfter(awakeSince) ? then : awakeSince, state.now());
  }

  private static Duration time(int blocks, long rate) {
    return Duration.ofMillis(blocks * (long) Block.SIZE * 1000 / rate);
  }
}
