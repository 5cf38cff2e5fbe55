package minibit.daemon.api;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferDetail.Peer;
import minibit.daemon.api.model.TransferPieces;

/** The inside of the transfers that somebody looks into: who serves whom, which pieces came. */
final class InsideWatch {
  /** Peers in one event; the rest are in {@code GET transfers/{id}}. */
  private static final int MAX_PEERS = 500;

  /** Pieces in one event: a transfer verifies fewer in a second, or so many that a map is asked. */
  private static final int MAX_PIECES = 256;

  private final Backend daemon;
  private final EventFeed feed;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(Map<String, Peer> peers, Optional<BitSet> have) {}

  InsideWatch(Backend daemon, EventFeed feed) {
    this.daemon = daemon;
    this.feed = feed;
  }

  void begin() {
    seen.clear();
  }

  void look(Set<String> ids) {
    seen.keySet().retainAll(ids);
    ids.forEach(
        id -> Observations.asked(() -> daemon.transfer(id)).ifPresent(now -> look(id, now)));
  }

  private void look(String id, TransferDetail detail) {
    Map<String, Peer> peers =
        detail.peers().stream()
            .collect(Collectors.toMap(Peer::address, Function.identity(), (first, _) -> first));
    Seen before = seen.get(id);
    Optional<BitSet> have =
        Observations.asked(() -> daemon.pieces(id))
            .map(TransferPieces::have)
            .map(Base64.getDecoder()::decode)
            .map(InsideWatch::bits);
    seen.put(id, new Seen(peers, have.or(() -> before == null ? Optional.empty() : before.have())));
    if (before == null) {
      return;
    }
    tellPeers(id, before.peers(), detail.peers());
    if (before.have().isPresent() && have.isPresent()) {
      tellPieces(id, before.have().get(), have.get());
    }
  }

  /** The first piece is the highest bit of the first byte. */
  private static BitSet bits(byte[] have) {
    BitSet bits = new BitSet(have.length * 8);
    for (int i = 0; i < have.length * 8; i++) {
      bits.set(i, (have[i >> 3] & 0x80 >> (i & 7)) != 0);
    }
    return bits;
  }

  private void tellPieces(String id, BitSet before, BitSet now) {
    BitSet fresh = (BitSet) now.clone();
    fresh.andNot(before);
    List<Integer> pieces = new ArrayList<>(fresh.stream().limit(MAX_PIECES).boxed().toList());
    if (!pieces.isEmpty()) {
      feed.publish(
          Event.PIECE_VERIFIED,
          id,
          Map.of(
              "id",
              id,
              "piece",
              pieces.getLast(),
              "pieces",
              pieces,
              "more",
              fresh.cardinality() - pieces.size()));
    }
  }

  private void tellPeers(String id, Map<String, Peer> before, List<Peer> now) {
    boolean changed = before.size() != now.size();
    for (Peer peer : now) {
      Peer known = before.get(peer.address());
      changed = changed || !peer.equals(known);
      if (known != null) {
        tell(id, known, peer, "us", Peer::amChoking, Event.CHOKED, Event.UNCHOKED);
        tell(id, known, peer, "peer", Peer::peerChoking, Event.CHOKED, Event.UNCHOKED);
        tell(id, known, peer, "us", Peer::amInterested, Event.INTERESTED, Event.UNINTERESTED);
        tell(id, known, peer, "peer", Peer::peerInterested, Event.INTERESTED, Event.UNINTERESTED);
      }
    }
    if (changed) {
      List<Peer> some = now.stream().limit(MAX_PEERS).toList();
      feed.publish(
          Event.PEERS, id, Map.of("id", id, "peers", some, "more", now.size() - some.size()));
    }
  }

  private void tell(
      String id, Peer before, Peer now, String by, Predicate<Peer> what, String on, String off) {
    if (what.test(before) != what.test(now)) {
      feed.publish(
          what.test(now) ? on : off, id, Map.of("id", id, "peer", now.address(), "by", by));
    }
  }
}
