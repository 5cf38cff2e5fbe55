package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator.SplittableGenerator;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.PeerMessage;

/**
 * One torrent among its peers: told what happened, says what to do. Does nothing by itself and
 * knows no clock: {@link #handle} must be called with every event, and with {@link
 * SwarmEvent.DeadlineReached} once {@link #deadline} has come. Time must not run backwards.
 *
 * <p>The same events at the same times with the same chance give the same effects. Not safe for
 * threads: one owner. What a stranger sends ends in a {@link SwarmEffect.Disconnect} at worst; an
 * exception is a fault of ours.
 *
 * <p>Silence of a peer is the connection's to notice, which sees keep-alives; the swarm sends ours.
 */
public final class Swarm {
  /** We say something at least this often, before the customary two minutes are over. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(100);

  private final SwarmState state;
  private final Candidates candidates;
  private final Requests requests;
  private final FirstCopies firstCopies;
  private final Unchoking unchoking;
  private final Departures departures;
  private final Admission admission;
  private final LiarHunt liars;
  private final PeerExchange exchange;
  private final Extensions extensions;
  private final Layers layers;
  private final Inbox inbox;
  private final WebSeeding webSeeding;
  private final Progress progress;

  /** A swarm without peers. */
  public Swarm(
      SwarmSetup setup,
      Wishes wishes,
      SwarmSettings settings,
      SwarmWatch watch,
      SplittableGenerator random) {
    state = new SwarmState(setup, settings, watch);
    candidates = new Candidates(random.split());
    requests = new Requests(state, random.split(), random.split());
    SplittableGenerator forUnchoking = random.split();
    firstCopies = new FirstCopies(state, requests.picker(), random.split());
    unchoking = new Unchoking(state, requests.picker(), firstCopies, forUnchoking);
    departures = new Departures(state, requests, unchoking, candidates);
    admission = new Admission(state, candidates, departures);
    liars = new LiarHunt(state, requests, admission, departures);
    exchange = new PeerExchange(state, candidates);
    extensions = new Extensions(state, candidates, exchange);
    layers = new Layers(state, requests, departures);
    inbox =
        new Inbox(
            state, requests, unchoking, firstCopies, departures, candidates, extensions, layers);
    webSeeding = new WebSeeding(state, requests, random.split());
    progress = new Progress(state, requests, liars, departures, candidates, extensions, webSeeding);
    extensions.onDontHave(inbox::lost);
    progress.begin(wishes);
  }

  /** Takes in what happened and says what to do, in order. */
  public List<SwarmEffect> handle(Instant now, SwarmEvent event) {
    state.now(now);
    requests.awake();
    switch (event) {
      case SwarmEvent.Connected connected -> connected(connected);
      case SwarmEvent.ConnectFailed(var address) -> candidates.failed(address, now);
      case SwarmEvent.Disconnected(var peer, _) -> disconnected(peer);
      case SwarmEvent.Received(var peer, PeerMessage message) ->
          state.peer(peer).ifPresent(from -> inbox.received(from, message));
      case SwarmEvent.BlocksReceived(var peer, var fresh, var duplicates) -> {
        requests.arrived(peer, fresh, duplicates);
        if (WebSources.isSource(peer.number())) {
          webSeeding.arrived(peer, fresh, duplicates);
        }
      }
      case SwarmEvent.BlocksSent(var peer, long bytes) -> sent(peer, bytes);
      case SwarmEvent.PieceVerified(int piece) -> progress.verified(piece);
      case SwarmEvent.PieceFailed(int piece) -> progress.failed(piece);
      case SwarmEvent.WriteFailed(int piece, String message) ->
          progress.writeFailed(piece, message);
      case SwarmEvent.PeersFound(var source, var found) -> {
        if (!(state.setup.isPrivate() && source.isStrangers())) {
          found.forEach(address -> candidates.found(address, source, now));
        }
      }
      case SwarmEvent.WishesChanged(var wishes) -> progress.wish(wishes);
      case SwarmEvent.WebSeedsFound(var addresses) -> webSeeding.found(addresses);
      case SwarmEvent.FetchEnded(var seed, long run, var end) -> webSeeding.ended(seed, run, end);
      case SwarmEvent.FetchPassed(var seed, long run) -> webSeeding.passed(seed, run);
      case SwarmEvent.DeadlineReached() -> {}
    }
    settle();
    return state.takeEffects();
  }

  /** When {@link #handle} must be called at the latest; {@link Instant#MAX} if nothing is due. */
  public Instant deadline() {
    Instant due = min(min(requests.deadline(), unchoking.deadline()), layers.deadline());
    due = min(due, webSeeding.deadline());
    return canDial() ? min(due, candidates.nextDue()) : due;
  }

  /** Whether every wanted piece is verified. */
  public boolean isFinished() {
    return progress.isFinished();
  }

  /** The verified pieces, copied. */
  public Bitfield verified() {
    return state.table.verified().copy();
  }

  /** What can be shown of the swarm now. */
  public SwarmStatus status(Instant now) {
    return SwarmStatus.of(state, requests.picker(), candidates, unchoking.regularSlots(), now);
  }

  /**
   * How common its pieces are now.
   *
   * @param runs parts of equal length that the torrent is shown in, at most
   */
  public PieceMap pieceMap(int runs) {
    return PieceMap.of(state, requests.picker(), runs);
  }

  /** Whether an announce should ask for more addresses. */
  public boolean wantsMorePeers() {
    return !candidates.enough(state.settings.dialUpTo()) && living() < state.settings.dialUpTo();
  }

  private void connected(SwarmEvent.Connected event) {
    Optional<PeerSession> admitted = admission.connected(event);
    if (admitted.isEmpty()) {
      return;
    }
    PeerSession peer = admitted.get();
    liars.connected(peer);
    unchoking.start();
    if (!event.adopted()) {
      sayWhatWeHave(peer);
    } else {
      Bitfield verified = state.table.verified();
      for (int piece = verified.next(0); piece >= 0; piece = verified.next(piece + 1)) {
        state.send(peer, new PeerMessage.Have(piece));
      }
    }
    extensions.greet(peer, progress.isFinished());
  }

  private void sayWhatWeHave(PeerSession peer) {
    Bitfield verified = state.table.verified();
    if (peer.fast() && verified.isFull()) {
      state.send(peer, new PeerMessage.HaveAll());
    } else if (!verified.isEmpty()) {
      state.send(peer, new PeerMessage.BitfieldMessage(verified.toWire()));
    } else if (peer.fast()) {
      state.send(peer, new PeerMessage.HaveNone());
    }
  }

  private void disconnected(PeerKey key) {
    state.anyPeer(key).ifPresent(liars::leaves);
    departures.gone(key);
    firstCopies.gone(key);
    extensions.gone(key);
    layers.gone(key);
  }

  private void sent(PeerKey key, long bytes) {
    state
        .anyPeer(key)
        .ifPresent(
            peer -> {
              peer.sent().add(state.now(), bytes);
              peer.said(state.now());
            });
  }

  /** What follows from the event, and what is due. */
  private void settle() {
    requests.tick();
    layers.tick();
    if (unchoking.tick()) {
      exchange.tick();
      keepAlive();
    }
    requests.settle();
    webSeeding.settle();
    unchoking.settle();
    dial();
  }

  private void keepAlive() {
    for (PeerSession peer : state.peers()) {
      if (!peer.isClosing() && peer.lastSaid().plus(KEEP_ALIVE).isBefore(state.now())) {
        state.send(peer, new PeerMessage.KeepAlive());
      }
    }
  }

  private boolean canDial() {
    return !progress.isStopped()
        && candidates.dialing() < state.settings.maxDialing()
        && living() + candidates.dialing() < state.settings.dialUpTo();
  }

  private void dial() {
    if (!canDial()) {
      return;
    }
    int room =
        Math.min(
            state.settings.maxDialing() - candidates.dialing(),
            state.settings.dialUpTo() - living() - candidates.dialing());
    candidates
        .next(state.now(), room, !progress.isFinished())
        .forEach(address -> state.emit(new SwarmEffect.Connect(address)));
  }

  private int living() {
    return state.peerCount();
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
