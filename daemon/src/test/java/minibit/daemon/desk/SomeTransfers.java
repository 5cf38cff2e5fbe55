package minibit.daemon.desk;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.model.Urgency;

/** Transfers that nobody runs: a feed for lists. Not for several threads. */
final class SomeTransfers {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  private final Random random;
  private final List<TransferView> all = new ArrayList<>();

  /** So many; the same seed gives the same. */
  SomeTransfers(int number, long seed) {
    random = new Random(seed);
    for (int i = 0; i < number; i++) {
      all.add(any(i));
    }
  }

  private TransferView any(int number) {
    TransferState[] states = TransferState.values();
    byte[] hash = new byte[20];
    random.nextBytes(hash);
    String name = "file " + Integer.toString(random.nextInt(1 << 30), 36) + " of " + number;
    return view(
        HexFormat.of().formatHex(hash),
        name,
        states[random.nextInt(states.length)],
        1 + random.nextInt(1 << 30),
        THEN.plusSeconds(number));
  }

  /** One transfer. */
  TransferView view(String id, String name, TransferState state, long size, Instant added) {
    long done = state == TransferState.DONE ? size : random.nextLong(size);
    return new TransferView(
        id,
        name,
        state,
        Path.of("/srv/downloads"),
        Optional.empty(),
        Optional.empty(),
        new InfoHashes(Optional.of(InfoHash.ofHex(id)), Optional.empty()),
        size,
        done,
        100,
        50,
        0,
        state == TransferState.DOWNLOADING ? random.nextInt(1 << 20) : 0,
        0,
        done,
        0,
        0,
        random.nextInt(50),
        60,
        Optional.of(Duration.ofSeconds(random.nextInt(10_000))),
        added,
        Optional.empty(),
        new Signature.Unsigned(),
        List.of(),
        RateLimits.NONE,
        Urgency.NORMAL,
        Optional.empty());
  }

  /** So many of them go on: their speeds, states and sums are others. */
  void goOn(int number) {
    for (int i = 0; i < number; i++) {
      int at = random.nextInt(all.size());
      TransferView old = all.get(at);
      TransferState[] states = TransferState.values();
      all.set(
          at,
          view(
              old.id(),
              old.name(),
              states[random.nextInt(states.length)],
              old.total(),
              old.added()));
    }
  }

  /** One goes, another comes. */
  void swap() {
    all.remove(random.nextInt(all.size()));
    all.add(any(all.size() + random.nextInt(1000)));
  }

  /** As they are now. */
  List<TransferView> list() {
    return List.copyOf(all);
  }
}
