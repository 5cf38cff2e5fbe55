package minibit.page;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.mse.Encryption;
import minibit.core.session.Carriage;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.PeerView;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.TransferDetails;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.model.Urgency;

/**
 * Very many transfers that nobody runs, and a swarm of a thousand peers in the first of them. All
 * that download go on whenever they are told to. Any thread.
 */
final class BusyFeed {
  /** Peers of the first transfer. */
  static final int PEERS = 1_000;

  /** Pieces of every transfer. */
  static final int PIECES = 2_048;

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final long PIECE = 1 << 20;
  private static final List<String> CLIENTS =
      List.of("minibit 0.1.0", "qBittorrent 5.0.2", "Transmission 4.0.6", "aria2 1.37");

  private final SplittableRandom random = new SplittableRandom(2026);
  private final List<TransferView> all = new ArrayList<>();

  /** So many transfers, of which every second downloads. */
  BusyFeed(int number) {
    for (int i = 0; i < number; i++) {
      byte[] hash = new byte[20];
      random.nextBytes(hash);
      TransferState[] states = TransferState.values();
      TransferState state =
          i % 2 == 0 ? TransferState.DOWNLOADING : states[random.nextInt(states.length)];
      String name = "survey " + Integer.toString(random.nextInt(1 << 30), 36) + " of " + i + ".nc";
      int have = state == TransferState.DONE ? PIECES : random.nextInt(PIECES);
      all.add(view(i, HexFormat.of().formatHex(hash), name, state, have));
    }
  }

  private TransferView view(int index, String id, String name, TransferState state, int have) {
    boolean runs = state == TransferState.DOWNLOADING;
    return new TransferView(
        id,
        name,
        state,
        Path.of("/srv/downloads"),
        Optional.empty(),
        Optional.empty(),
        new InfoHashes(Optional.of(InfoHash.ofHex(id)), Optional.empty()),
        PIECES * PIECE,
        have * PIECE,
        PIECES,
        have,
        0,
        runs ? random.nextInt(1 << 23) : 0,
        runs ? random.nextInt(1 << 20) : 0,
        have * PIECE,
        0,
        0,
        index == 0 ? PEERS : runs ? random.nextInt(60) : 0,
        index == 0 ? 2 * PEERS : 80,
        runs ? Optional.of(Duration.ofSeconds(random.nextInt(9_000))) : Optional.empty(),
        THEN.plusSeconds(index),
        Optional.empty(),
        new Signature.Unsigned(),
        List.of(),
        RateLimits.NONE,
        Urgency.NORMAL,
        Optional.empty());
  }

  /** All that download get a piece, and another speed; what is whole begins anew. */
  synchronized void goOn() {
    for (int i = 0; i < all.size(); i++) {
      TransferView old = all.get(i);
      if (old.state() == TransferState.DOWNLOADING) {
        int have = (old.piecesHave() + 1) % PIECES;
        all.set(i, view(i, old.id(), old.name(), old.state(), have));
      }
    }
  }

  /** As they are now. */
  synchronized List<TransferView> list() {
    return List.copyOf(all);
  }

  /** The one with the swarm. */
  synchronized TransferView first() {
    return all.getFirst();
  }

  /** One transfer by its id. */
  synchronized Optional<TransferView> find(String id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** A transfer and its peers, of whom each has another speed whenever somebody looks. */
  synchronized TransferDetails details(TransferView transfer) {
    List<PeerView> peers = new ArrayList<>();
    for (int i = 0; i < transfer.peers(); i++) {
      peers.add(peer(i));
    }
    return new TransferDetails(transfer, peers, List.of());
  }

  private PeerView peer(int i) {
    return new PeerView(
        "10." + (i >> 8) + "." + (i & 255) + ".7:6881",
        i < 5 ? Optional.of("lab-" + i) : Optional.empty(),
        CLIENTS.get(i % CLIENTS.size()),
        true,
        i % 2 == 0,
        random.nextInt(PIECES),
        i % 3 == 0 ? random.nextInt(1 << 16) : 0,
        i % 4 == 0 ? random.nextInt(1 << 14) : 0,
        random.nextInt(1 << 28),
        random.nextInt(1 << 26),
        random.nextInt(8) == 0,
        true,
        random.nextInt(8) == 0,
        random.nextInt(2) == 0,
        false,
        Optional.of("pex"),
        new Carriage(i % 2 == 0 ? Encryption.STREAM : Encryption.NONE, i % 3 == 0));
  }
}
