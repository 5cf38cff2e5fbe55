package minibit.core.swarm;

import java.util.List;
import minibit.core.picker.PiecePicker;
import minibit.core.session.PeerSession;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;

/** Pieces that turn out good or bad, the user's wishes, and the end of it all. */
final class Progress {
  private final SwarmState state;
  private final Requests requests;
  private final PiecePicker picker;
  private final LiarHunt liars;
  private final Departures departures;
  private final Candidates candidates;
  private final Extensions extensions;
  private final WebSeeding webSeeding;
  private boolean finished;
  private boolean stopped;

  Progress(
      SwarmState state,
      Requests requests,
      LiarHunt liars,
      Departures departures,
      Candidates candidates,
      Extensions extensions,
      WebSeeding webSeeding) {
    this.state = state;
    this.requests = requests;
    this.picker = requests.picker();
    this.liars = liars;
    this.departures = departures;
    this.candidates = candidates;
    this.extensions = extensions;
    this.webSeeding = webSeeding;
  }

  /** Whether every wanted piece is verified. */
  boolean isFinished() {
    return picker.needed().isEmpty();
  }

  /** Whether the disk refused, and nothing goes on. */
  boolean isStopped() {
    return stopped;
  }

  /** The wishes a swarm begins with; being finished already is no news. */
  void begin(Wishes wishes) {
    picker.want(priorities(wishes), wishes.sequential());
    finished = isFinished();
  }

  void wish(Wishes wishes) {
    picker.want(priorities(wishes), wishes.sequential());
    for (PeerSession peer : state.peers()) {
      if (peer.phase() instanceof PeerSession.Live) {
        requests.recount(peer);
      }
    }
    requests.refillSoon();
    webSeeding.lookSoon();
    if (finished && !isFinished()) {
      finished = false;
      extensions.tellUploadOnly(false);
      candidates.retrySeeds(state.now());
    }
    finish();
  }

  /** A piece is as wanted as the most wanted file it touches. */
  private byte[] priorities(Wishes wishes) {
    byte[] priorities = new byte[state.pieces()];
    List<SwarmSetup.PieceRange> files = state.setup.files();
    for (int file = 0; file < files.size(); file++) {
      int priority =
          file < wishes.priorities().size() ? wishes.priorities().get(file) : Wishes.NORMAL;
      SwarmSetup.PieceRange range = files.get(file);
      for (int piece = range.first(); piece <= range.last(); piece++) {
        priorities[piece] = (byte) Math.max(priorities[piece], priority);
      }
    }
    return priorities;
  }

  void verified(int piece) {
    if (state.table.isVerified(piece)) {
      return;
    }
    requests.verdicts().settled(piece);
    requests.verdicts().mayBeLate(piece);
    boolean needed = picker.needed().get(piece);
    requests.withdrawPieceIfOpen(piece);
    liars.verified(picker.verified(piece));
    for (PeerSession peer : state.peers()) {
      if (peer.isClosing()) {
        continue;
      }
      state.send(peer, new PeerMessage.Have(piece));
      if (peer.phase() instanceof PeerSession.Live && peer.has().get(piece)) {
        peer.offers().forget(piece);
        if (needed) {
          peer.wanted(peer.wanted() - 1);
          requests.updateInterest(peer);
        }
      }
    }
    finish();
  }

  private void finish() {
    if (finished || !isFinished()) {
      return;
    }
    finished = true;
    state.emit(new SwarmEffect.Completed());
    extensions.tellUploadOnly(true);
    for (PeerSession peer : state.peers()) {
      if (peer.phase() instanceof PeerSession.Live && peer.isSeeder()) {
        departures.close(peer, CloseReason.BOTH_SEED);
      }
    }
  }

  /**
   * Who sent what is worth nothing is known, unless it may be of a try that was given up. Only when
   * the engine is told to forget may it take blocks of the piece again: so whoever sends one is
   * known, too.
   */
  void failed(int piece) {
    boolean late = requests.verdicts().mayBeLate(piece);
    state.emit(new SwarmEffect.Forget(piece));
    if (state.table.isMissing(piece) || state.table.isVerified(piece)) {
      return;
    }
    requests.verdicts().settled(piece);
    List<Long> contributors = picker.failed(piece);
    requests.withdrawPiece(piece);
    if (!late) {
      liars.failed(piece, contributors);
      webSeeding.failed(contributors);
    }
  }

  /** The disk refused: nothing more is asked for, and the user is told. */
  void writeFailed(int piece, String message) {
    if (!state.table.isVerified(piece)) {
      requests.verdicts().settled(piece);
      picker.failed(piece);
    }
    stopped = true;
    requests.stop();
    webSeeding.stop();
    state.emit(new SwarmEffect.Failed(message));
    departures.closeAll(CloseReason.SHUTDOWN);
  }
}
