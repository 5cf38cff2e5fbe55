package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.Extension;
import minibit.core.wire.PexMessage;

/**
 * Peer exchange (BEP 11): tells peers whom else we are connected to, at most once a minute, and
 * takes in whom they know, within limits. Silent in private torrents.
 */
final class PeerExchange {
  /** Time between two messages to one peer (BEP 11). */
  private static final Duration INTERVAL = Duration.ofSeconds(60);

  /** Messages taken beyond one a minute: clocks drift and bursts happen. */
  private static final int SPARE_MESSAGES = 3;

  private final SwarmState state;
  private final Candidates candidates;
  private final Map<PeerKey, Told> told = new LinkedHashMap<>();

  PeerExchange(SwarmState state, Candidates candidates) {
    this.state = state;
    this.candidates = candidates;
  }

  private static final class Told {
    final Set<PeerAddress> peers = new LinkedHashSet<>();
    Instant sentAt = Instant.EPOCH;
    int heard;
  }

  boolean isOn() {
    return state.settings.exchangePeers() && !state.setup.isPrivate();
  }

  void gone(PeerKey key) {
    told.remove(key);
  }

  /** Tells what changed, to everyone whose minute is over. */
  void tick() {
    if (!isOn()) {
      return;
    }
    Map<PeerAddress, Integer> reachable = new LinkedHashMap<>();
    for (PeerSession peer : state.peers()) {
      if (peer.phase() instanceof PeerSession.Live) {
        peer.listens().ifPresent(at -> reachable.put(at, flags(peer)));
      }
    }
    for (PeerSession peer : state.peers()) {
      OptionalInt id = peer.extensions().idOf(Extension.UT_PEX);
      if (id.isPresent() && !peer.isClosing()) {
        tell(peer, id.getAsInt(), reachable);
      }
    }
  }

  private static int flags(PeerSession peer) {
    boolean seed = peer.isSeeder() || peer.extensions().uploadOnly().orElse(false);
    boolean encrypts =
        peer.extensions().encryption().orElse(false) || peer.carriage().encryption().isAny();
    return (encrypts ? PexMessage.ENCRYPTION : 0)
        | (seed ? PexMessage.SEED : 0)
        | (peer.carriage().utp() ? PexMessage.UTP : 0)
        | (peer.outgoing() ? PexMessage.REACHABLE : 0);
  }

  private void tell(PeerSession peer, int id, Map<PeerAddress, Integer> reachable) {
    Told before = told.computeIfAbsent(peer.key(), key -> new Told());
    if (before.sentAt.plus(INTERVAL).isAfter(state.now())) {
      return;
    }
    List<PexMessage.Added> added = new ArrayList<>();
    for (var entry : reachable.entrySet()) {
      PeerAddress at = entry.getKey();
      if (added.size() < PexMessage.MAX_SENT
          && !before.peers.contains(at)
          && !peer.listens().filter(at::equals).isPresent()) {
        added.add(new PexMessage.Added(at, entry.getValue()));
      }
    }
    List<PeerAddress> dropped = new ArrayList<>();
    for (PeerAddress at : before.peers) {
      if (dropped.size() < PexMessage.MAX_SENT && !reachable.containsKey(at)) {
        dropped.add(at);
      }
    }
    PexMessage message = new PexMessage(added, dropped);
    if (!message.isEmpty()) {
      added.forEach(entry -> before.peers.add(entry.address()));
      before.peers.removeAll(dropped);
      before.sentAt = state.now();
      state.send(peer, message.toPeer(id));
    }
  }

  void received(PeerSession peer, PexMessage message) {
    if (!isOn()) {
      return;
    }
    Told about = told.computeIfAbsent(peer.key(), key -> new Told());
    long minutes = Duration.between(peer.connectedAt(), state.now()).toMinutes();
    if (++about.heard > minutes + SPARE_MESSAGES) {
      return;
    }
    int taken = 0;
    for (PexMessage.Added added : message.added()) {
      PeerAddress address = added.address();
      if (taken++ >= PexMessage.MAX_SENT * 2) {
        return;
      }
      // A loopback address told by another machine would be ours.
      if (!address.isLoopback() || peer.remote().isLoopback()) {
        candidates.found(address, SwarmEvent.PeerSource.PEX, state.now());
        if (added.is(PexMessage.SEED)) {
          candidates.isSeed(address);
        }
        if (added.is(PexMessage.ENCRYPTION)) {
          state.emit(new SwarmEffect.PrefersEncryption(address));
        }
      }
    }
  }
}
