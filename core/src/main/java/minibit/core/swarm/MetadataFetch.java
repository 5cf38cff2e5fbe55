package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import minibit.core.id.InfoHashes;
import minibit.core.session.PeerKey;
import minibit.core.wire.Extension;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Asks peers for pieces of the info dictionary. First several at once; if the whole does not fit,
 * one peer alone after the other, so that who sent it false is known and expelled. The size is what
 * most peers claim; if nobody of those delivers, they rest and the others have their turn.
 */
final class MetadataFetch {
  /** Pieces asked of one peer at once: others share the rest. */
  private static final int WINDOW = 4;

  /** Time after which a piece is asked of another peer. */
  private static final Duration UNANSWERED = Duration.ofSeconds(10);

  /** Time a peer is left alone after it rejected or kept silent. */
  private static final Duration REST = Duration.ofSeconds(30);

  /** Time after which those who claim another size have their turn: nobody stalls us for hours. */
  private static final Duration TURN = Duration.ofSeconds(60);

  private static final Duration TICK = Duration.ofSeconds(1);

  /** Answers of no use after which a peer is expelled: the first ones may be a mistake. */
  private static final int MAX_USELESS = 3;

  private final InfoHashes hashes;
  private final Map<PeerKey, MetadataPeer> peers;
  private final BiConsumer<MetadataPeer, PeerMessage> send;
  private final Consumer<MetadataPeer> expel;
  private @Nullable MetadataAssembly assembly;
  private boolean oneByOne;
  private Optional<PeerKey> only = Optional.empty();
  private boolean done;
  private Instant begunAt = Instant.EPOCH;
  private Instant tickAt = Instant.MAX;

  MetadataFetch(
      InfoHashes hashes,
      Map<PeerKey, MetadataPeer> peers,
      BiConsumer<MetadataPeer, PeerMessage> send,
      Consumer<MetadataPeer> expel) {
    this.hashes = hashes;
    this.peers = peers;
    this.send = send;
    this.expel = expel;
  }

  boolean isDone() {
    return done;
  }

  Instant deadline() {
    return done ? Instant.MAX : tickAt;
  }

  void received(MetadataPeer peer, MetadataMessage message, Instant now) {
    switch (message) {
      case MetadataMessage.Request(int piece) ->
          peer.extensions()
              .idOf(Extension.UT_METADATA)
              .ifPresent(id -> send.accept(peer, new MetadataMessage.Reject(piece).toPeer(id)));
      case MetadataMessage.Reject(int piece) -> {
        if (peer.asked.remove(piece) != null) {
          rest(peer, now);
        }
      }
      case MetadataMessage.Data(int piece, int total, byte[] bytes) -> {
        MetadataAssembly current = assembly;
        if (peer.asked.remove(piece) == null || current == null) {
          return;
        }
        if (total != current.size() || !current.take(piece, bytes, peer.key())) {
          useless(peer, now);
        }
      }
    }
  }

  /** It answered with what we cannot take: as good as a reject, or else it were asked for ever. */
  private void useless(MetadataPeer peer, Instant now) {
    rest(peer, now);
    if (++peer.useless >= MAX_USELESS) {
      expel.accept(peer);
    }
  }

  void gone(MetadataPeer peer) {
    peer.asked.clear();
    if (only.isPresent() && only.get().equals(peer.key())) {
      startOver();
    }
  }

  /** Judges what is whole, asks for what is missing; gives the dictionary once. */
  Optional<byte[]> run(Instant now) {
    if (done) {
      return Optional.empty();
    }
    MetadataAssembly current = assembly;
    if (current != null && current.isWhole()) {
      Optional<byte[]> info = current.verified(hashes);
      if (info.isPresent()) {
        done = true;
        assembly = null;
        return info;
      }
      condemn(current);
    }
    giveUpOnSilent(now);
    endTurn(now);
    ask(now);
    return Optional.empty();
  }

  /** The whole is false. One sender is the liar; of several, the next try tells. */
  private void condemn(MetadataAssembly current) {
    List<PeerKey> senders = List.copyOf(current.senders());
    if (senders.size() == 1) {
      MetadataPeer liar = peers.get(senders.getFirst());
      if (liar != null) {
        expel.accept(liar);
      }
    } else {
      oneByOne = true;
    }
    startOver();
  }

  private void startOver() {
    assembly = null;
    only = Optional.empty();
    for (MetadataPeer peer : peers.values()) {
      peer.asked.clear();
    }
  }

  private void rest(MetadataPeer peer, Instant now) {
    peer.restUntil = now.plus(REST);
    peer.asked.clear();
    if (only.isPresent() && only.get().equals(peer.key())) {
      startOver();
    }
  }

  private void giveUpOnSilent(Instant now) {
    for (MetadataPeer peer : peers.values()) {
      for (Instant asked : peer.asked.values()) {
        if (!asked.plus(UNANSWERED).isAfter(now)) {
          rest(peer, now);
          break;
        }
      }
    }
  }

  private void endTurn(Instant now) {
    MetadataAssembly current = assembly;
    if (current == null || begunAt.plus(TURN).isAfter(now)) {
      return;
    }
    boolean othersWait = false;
    for (MetadataPeer peer : peers.values()) {
      int size = peer.extensions().metadataSize().orElse(0);
      othersWait |= size != current.size() && mayAsk(peer, size, now);
    }
    if (othersWait) {
      for (MetadataPeer peer : peers.values()) {
        if (peer.extensions().metadataSize().orElse(0) == current.size()) {
          peer.restUntil = now.plus(REST);
        }
      }
      startOver();
    }
  }

  private void ask(Instant now) {
    MetadataAssembly current = assembly;
    if (current == null) {
      OptionalInt size = likeliestSize(now);
      if (size.isEmpty()) {
        tickAt = nextRested(now);
        return;
      }
      current = new MetadataAssembly(size.getAsInt());
      assembly = current;
      begunAt = now;
    }
    tickAt = now.plus(TICK);
    for (MetadataPeer peer : peers.values()) {
      if (!mayAsk(peer, current.size(), now)) {
        continue;
      }
      if (oneByOne && only.isEmpty()) {
        only = Optional.of(peer.key());
      }
      if (oneByOne && !only.equals(Optional.of(peer.key()))) {
        continue;
      }
      askOne(peer, current, now);
    }
  }

  private void askOne(MetadataPeer peer, MetadataAssembly current, Instant now) {
    int id = peer.metadataId().orElseThrow();
    for (int piece = 0; piece < current.pieces() && peer.asked.size() < WINDOW; piece++) {
      if (!current.has(piece) && !isAsked(piece)) {
        peer.asked.put(piece, now);
        send.accept(peer, new MetadataMessage.Request(piece).toPeer(id));
      }
    }
  }

  private boolean isAsked(int piece) {
    for (MetadataPeer peer : peers.values()) {
      if (peer.asked.containsKey(piece)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayAsk(MetadataPeer peer, int size, Instant now) {
    return isAble(peer)
        && peer.extensions().metadataSize().orElse(0) == size
        && !peer.restUntil.isAfter(now);
  }

  private static boolean isAble(MetadataPeer peer) {
    return !peer.closing && peer.metadataId().isPresent();
  }

  private OptionalInt likeliestSize(Instant now) {
    Map<Integer, Integer> votes = new LinkedHashMap<>();
    for (MetadataPeer peer : peers.values()) {
      int size = peer.extensions().metadataSize().orElse(0);
      if (mayAsk(peer, size, now)) {
        votes.merge(size, 1, Integer::sum);
      }
    }
    int best = 0;
    int most = 0;
    for (Map.Entry<Integer, Integer> vote : votes.entrySet()) {
      if (vote.getValue() > most) {
        best = vote.getKey();
        most = vote.getValue();
      }
    }
    return most == 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /** When the first of the peers that rest may be asked again. */
  private Instant nextRested(Instant now) {
    Instant next = Instant.MAX;
    for (MetadataPeer peer : peers.values()) {
      if (isAble(peer) && peer.restUntil.isAfter(now) && peer.restUntil.isBefore(next)) {
        next = peer.restUntil;
      }
    }
    return next;
  }
}
