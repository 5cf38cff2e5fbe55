package minibit.bench.micro;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.TrackerAnswer;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Announces to a tracker of 1,000 swarms with 20 peers each, as they go on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RegistryBenchmark {
  private static final int SWARMS = 1_000;
  private static final int PEERS = 20;
  private static final int WANTED = 50;
  private static final PeerAddress REACHED = address(0);

  private record Announce(Asker asker, AnnounceRequest request) {}

  private final SwarmRegistry registry =
      new SwarmRegistry(RegistrySettings.DEFAULTS, new SplittableRandom(1), _ -> {});
  private final List<Announce> announces = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(2);

  /** Everybody has announced once. */
  public RegistryBenchmark() {
    SplittableRandom ids = new SplittableRandom(3);
    for (int i = 0; i < SWARMS; i++) {
      byte[] hash = new byte[InfoHash.WIRE_LENGTH];
      ids.nextBytes(hash);
      for (int j = 0; j < PEERS; j++) {
        byte[] id = new byte[PeerId.LENGTH];
        ids.nextBytes(id);
        int number = 1 + i * PEERS + j;
        announces.add(
            new Announce(
                new Asker(address(number), REACHED),
                new AnnounceRequest(
                    InfoHash.of(hash),
                    PeerId.of(id),
                    6881,
                    0,
                    0,
                    j % 2,
                    AnnounceEvent.NONE,
                    WANTED,
                    number,
                    "")));
      }
    }
    announces.forEach(one -> registry.announce(Instant.EPOCH, one.asker(), one.request()));
  }

  private static PeerAddress address(int number) {
    byte[] ip = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    return PeerAddress.of(ip, 6881);
  }

  /** A known peer announces again, and is told of the others. */
  @Benchmark
  public TrackerAnswer announce() {
    Announce one = announces.get(random.nextInt(announces.size()));
    return registry.announce(Instant.EPOCH, one.asker(), one.request());
  }
}
