package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.Agreement;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;

/**
 * Who may come in: neither ourselves, nor the banned, nor anyone twice, nor more than allowed. A
 * full swarm gives the place of a useless peer away now and then, so that newcomers are not shut
 * out.
 */
final class Admission {
  /** Banned hosts and peers remembered: more liars than a swarm has peers. */
  private static final int MAX_BANNED = 1000;

  /** A full swarm gives one place away this often: newcomers get in, and nobody can churn it. */
  private static final Duration REPLACE_EVERY = Duration.ofSeconds(30);

  /** Time after which a peer that nobody is interested in may lose its place. */
  private static final Duration TIME_TO_BE_OF_USE = Duration.ofMinutes(2);

  /** Time after which so may one with which not a byte went either way: many optimistic turns. */
  private static final Duration TIME_TO_MOVE = Duration.ofMinutes(10);

  private final SwarmState state;
  private final Candidates candidates;
  private final Departures departures;
  private final Set<KnownPeer> bannedPeers = new LinkedHashSet<>();
  private final Set<PeerAddress> bannedHosts = new LinkedHashSet<>();
  private Instant replacedAt = Instant.EPOCH;

  Admission(SwarmState state, Candidates candidates, Departures departures) {
    this.state = state;
    this.candidates = candidates;
    this.departures = departures;
  }

  /** The new peer, or empty after it was turned away. */
  Optional<PeerSession> connected(SwarmEvent.Connected event) {
    if (event.outgoing()) {
      candidates.connected(event.remote());
    }
    Handshake theirs = event.theirs();
    boolean v2 = isV2(theirs, event.outgoing());
    boolean fast = theirs.fast() && (state.setup.ourReserved() & Handshake.FAST) != 0;
    PeerSession peer =
        new PeerSession(
            event.peer(),
            event.remote(),
            event.outgoing(),
            theirs,
            new Agreement(fast, v2),
            event.carriage(),
            state.pieces(),
            state.settings.window(),
            state.now());
    Optional<CloseReason> refusal = refusal(peer);
    state.add(peer);
    if (refusal.isPresent()) {
      departures.close(peer, refusal.get());
      return Optional.empty();
    }
    return Optional.of(peer);
  }

  /** The v2 name was theirs, or was our answer to a dialler of a hybrid that can take it. */
  private boolean isV2(Handshake theirs, boolean outgoing) {
    Optional<InfoHash> v2 = state.setup.hashes().v2();
    boolean upgraded = !outgoing && state.setup.hashes().isHybrid() && theirs.upgradeV2();
    return v2.isPresent() && (upgraded || v2.get().wire().equals(theirs.infoHash()));
  }

  private Optional<CloseReason> refusal(PeerSession peer) {
    PeerId id = peer.handshake().peerId();
    if (!state.setup.hashes().answersTo(peer.handshake().infoHash())) {
      return Optional.of(CloseReason.UNKNOWN_TORRENT);
    }
    if (id.equals(state.setup.ourId())) {
      if (peer.outgoing()) {
        candidates.never(peer.remote());
      }
      return Optional.of(CloseReason.SELF);
    }
    if (isBanned(peer)) {
      return Optional.of(CloseReason.BANNED);
    }
    Optional<PeerSession> twin = twin(id);
    if (twin.isPresent()) {
      PeerSession old = twin.get();
      if (!isBetter(peer, old)) {
        return Optional.of(CloseReason.DUPLICATE);
      }
      departures.close(old, CloseReason.DUPLICATE);
    }
    return living() < state.settings.maxPeers() || makeRoom()
        ? Optional.empty()
        : Optional.of(CloseReason.NO_ROOM);
  }

  /** Closes a connection of no use to either end, if there is one and it is time. */
  private boolean makeRoom() {
    if (replacedAt.plus(REPLACE_EVERY).isAfter(state.now())) {
      return false;
    }
    Optional<PeerSession> useless = useless();
    useless.ifPresent(
        peer -> {
          replacedAt = state.now();
          departures.close(peer, CloseReason.NO_ROOM);
        });
    return useless.isPresent();
  }

  /** The oldest peer that had its time and wants nothing of us, nor we of it, or gave nothing. */
  private Optional<PeerSession> useless() {
    for (PeerSession peer : state.peers()) {
      Duration age = Duration.between(peer.connectedAt(), state.now());
      boolean unwanted = !peer.amInterested() && !peer.peerInterested();
      boolean idle = peer.download().received().total() == 0 && peer.sent().total() == 0;
      if (!peer.isClosing()
          && (unwanted && age.compareTo(TIME_TO_BE_OF_USE) >= 0
              || idle && age.compareTo(TIME_TO_MOVE) >= 0)) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  private int living() {
    int living = 0;
    for (PeerSession peer : state.peers()) {
      living += peer.isClosing() ? 0 : 1;
    }
    return living;
  }

  /** Another connection of this id, from whatever address: a machine has several. */
  private Optional<PeerSession> twin(PeerId id) {
    for (PeerSession other : state.peers()) {
      if (!other.isClosing() && other.handshake().peerId().equals(id)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private boolean isBetter(PeerSession fresh, PeerSession old) {
    boolean oursIsGreater = state.setup.ourId().compareTo(fresh.handshake().peerId()) > 0;
    return new Twin(fresh.remote(), fresh.outgoing(), state.now())
        .isBetterThan(new Twin(old.remote(), old.outgoing(), old.connectedAt()), oursIsGreater);
  }

  private boolean isBanned(PeerSession peer) {
    return bannedPeers.contains(KnownPeer.of(peer))
        || bannedHosts.contains(peer.remote().withPort(1));
  }

  /**
   * Turns a liar away for good: its id at its host, and the whole host unless honest peers are
   * connected from there or it is this machine. Its id alone would not do: anybody may give it.
   */
  void ban(PeerKey key, PeerAddress remote, PeerId id, Optional<PeerAddress> listens) {
    listens.ifPresent(candidates::never);
    if (bannedPeers.size() < MAX_BANNED) {
      bannedPeers.add(new KnownPeer(remote.withPort(1), id));
    }
    boolean shared = remote.isLoopback();
    for (PeerSession other : state.peers()) {
      shared |= !other.key().equals(key) && !other.isClosing() && other.remote().sameHost(remote);
    }
    if (!shared && bannedHosts.size() < MAX_BANNED) {
      bannedHosts.add(remote.withPort(1));
      state.emit(new SwarmEffect.Ban(remote));
    }
  }
}
