package minibit.bench.micro;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import minibit.core.choker.Candidate;
import minibit.core.choker.ChokeDecision;
import minibit.core.choker.Choker;
import minibit.core.choker.ChokerSettings;
import minibit.core.session.PeerKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whom to serve, of 200 peers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChokerBenchmark {
  private static final int PEERS = 200;

  private final Choker choker = new Choker(ChokerSettings.DEFAULTS, new SplittableRandom(1));
  private final List<Candidate> peers = new ArrayList<>();
  private Instant now = Instant.EPOCH.plusSeconds(3600);

  /** Peers of all kinds; one in five never gave anything. */
  public ChokerBenchmark() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < PEERS; i++) {
      Optional<Instant> since =
          i % 40 == 0 ? Optional.of(Instant.EPOCH.plusSeconds(i)) : Optional.empty();
      peers.add(
          new Candidate(
              new PeerKey(i),
              i % 3 != 0,
              i % 17 == 0,
              Instant.EPOCH.plusSeconds(i),
              random.nextLong(1 << 20),
              random.nextLong(1 << 20),
              random.nextLong(1 << 30),
              since,
              random.nextLong(1 << 23),
              i % 5 == 0 ? 0 : random.nextLong(1 << 30)));
    }
  }

  /** A round of a leecher. */
  @Benchmark
  public ChokeDecision leecherRound() {
    now = now.plusSeconds(10);
    return choker.round(now, peers, false);
  }

  /** A round of a seeder. */
  @Benchmark
  public ChokeDecision seederRound() {
    now = now.plusSeconds(10);
    return choker.round(now, peers, true);
  }
}
