package minibit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole swarms in virtual time. Besides what each test says, every run checks after every event
 * what must always hold; a failure names its seed, and the same seed replays it.
 */
class SimulationTest {
  // A crowd should be served nearly as fast as its uploads together allow.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aFlashCrowdComesCloseToTheFluidBound(long seed) {
    SimulationReport report = Simulation.run(Scenario.FLASH_CROWD, crowd(seed));

    assertThat(report.everybodyCompleted()).isTrue();
    assertThat(report.ratio().orElseThrow()).isBetween(1.0, 1.6);
    assertThat(report.duplicateBytes()).isLessThan(crowd(seed).size());
    assertThat(report.corruptBytes()).isZero();
  }

  // Where the seeder's line is what everybody waits for, it is not wasted on second copies.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSlowSeedersLineIsNotWasted(long seed) {
    SimulationReport report =
        Simulation.run(
            Scenario.FLASH_CROWD,
            SimulationSettings.defaults(seed)
                .withPeers(8)
                .withTorrent(32L << 20, 256 << 10)
                .withRates(2_000_000, 2_000_000, 8_000_000));

    assertThat(report.ratio().orElseThrow()).isBetween(1.0, 1.25);
  }

  // Once every piece is out, the crowd needs nobody.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theCrowdOutlivesItsSeeder(long seed) {
    SimulationReport report = Simulation.run(Scenario.EARLY_SEEDER, crowd(seed));

    assertThat(report.seederLeft()).isBetween(1.0, report.last());
    assertThat(report.everybodyCompleted()).isTrue();
  }

  // However much of it is lies, the liar is found, and nobody keeps a corrupt piece.
  @ParameterizedTest
  @CsvSource({"1, 1.0", "2, 0.3", "3, 0.1", "4, 0.05", "5, 0.3"})
  void aLiarIsFoundAndStopsNobody(long seed, double lies) {
    SimulationReport report = Simulation.run(Scenario.LIAR, crowd(seed).withLies(lies));

    assertThat(report.corruptBytes()).isPositive();
    assertThat(report.banned()).isPositive();
    assertThat(report.everybodyCompleted()).isTrue();
  }

  // The field's extremes at once: torrents of one block, slow lines, long ways, old clients.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 16384, 1, 20000",
    "2, 100, 16384, 3, 20000",
    "3, 16385, 16384, 2, 100000",
    "4, 300000, 262144, 8, 50000",
    "5, 3000000, 32768, 5, 30000"
  })
  void smallAndSlowSwarmsComplete(long seed, long size, int piece, int peers, long rate) {
    SimulationSettings settings =
        SimulationSettings.defaults(seed)
            .withTorrent(size, piece)
            .withPeers(peers)
            .withRates(rate, rate, 4 * rate);
    for (Scenario scenario : Scenario.values()) {
      assertThat(Simulation.run(scenario, settings).everybodyCompleted()).isTrue();
    }
  }

  // In the daemon a connection's loop and the torrent's owner are apart: news and orders cross on
  // the way. Nothing may stall or break for it.
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 5", "3, 40"})
  void loopsAndSwarmMayPassEachOther(long seed, long millis) {
    for (Scenario scenario : Scenario.values()) {
      SimulationReport report =
          Simulation.run(scenario, crowd(seed).withHop(Duration.ofMillis(millis)));

      assertThat(report.everybodyCompleted()).isTrue();
      assertThat(report.ratio().orElseThrow()).isLessThan(2.5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSeedIsOneHistory(Scenario scenario) {
    SimulationReport first = Simulation.run(scenario, crowd(7));

    assertThat(Simulation.run(scenario, crowd(7))).isEqualTo(first);
    assertThat(Simulation.run(scenario, crowd(8)).digest()).isNotEqualTo(first.digest());
  }

  // Another process salts its immutable sets and maps otherwise, and gives objects other identity
  // hashes: the history is the same.
  @Test
  void oneSeedIsOneHistoryInAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Digests.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(there.strip()).isEqualTo(Digests.all());
  }

  /** Prints what the other process found. */
  static final class Digests {
    private Digests() {}

    public static void main(String[] arguments) {
      System.out.println(all());
    }

    static String all() {
      StringBuilder digests = new StringBuilder();
      for (Scenario scenario : Scenario.values()) {
        digests.append(Simulation.run(scenario, crowd(11)).digest()).append(' ');
      }
      return digests.toString().strip();
    }
  }

  private static SimulationSettings crowd(long seed) {
    return SimulationSettings.defaults(seed).withPeers(12).withTorrent((8L << 20) - 777, 128 << 10);
  }
}
