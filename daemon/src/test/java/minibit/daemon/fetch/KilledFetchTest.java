package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.TransferState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is killed in the middle of a transfer. */
@Timeout(60)
class KilledFetchTest {
  /** Pieces in flight when the process died. */
  private static final long IN_FLIGHT = 1 << 20;

  @TempDir Path folder;

  /** The next start goes on with the transfer by itself, and fetches only what was missing. */
  @Test
  void whatWasFetchedBeforeIsNotFetchedAgain() throws Exception {
    KnownFile file =
        KnownFile.random(FetchingProcess.NAME, FetchingProcess.SIZE, FetchingProcess.SEED);
    FakeGroup group = new FakeGroup();
    FakeShares held = new FakeShares().with(file.saveIn(folder.resolve("holder")));
    try (Engine holder =
        Engine.open(
            EngineSettings.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withFinder(new OnDemandSeeds(held, group)))) {
      int port = holder.listenAddress().getPort();
      group.holds(1, file.root(), PeerAddress.of(new byte[] {127, 0, 0, 1}, port));

      long before = fetchAndKill(port);

      FakeShares shares = new FakeShares();
      try (Engine engine = FetchingProcess.engine(folder);
          Fetches fetches = FetchingProcess.fetches(folder, engine, group, shares)) {
        assertThat(fetches.list()).hasSize(1);
        fetches.limit(file.id(), RateLimits.NONE);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> fetches.details(file.id()).transfer().state() == TransferState.DONE);
        assertThat(file.isAt(folder.resolve("downloads").resolve(file.name()))).isTrue();
        assertThat(engine.torrents().getFirst().status().downloaded())
            .isLessThanOrEqualTo(FetchingProcess.SIZE - before + IN_FLIGHT);
      }
    }
  }

  private long fetchAndKill(int port) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FetchingProcess.class.getName(),
                folder.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long done = 0;
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        OutputStream ask = process.getOutputStream()) {
      while (done < FetchingProcess.SIZE / 3) {
        String line = said.readLine();
        assertThat(line).as("the process lives").isNotNull();
        if (line.matches("\\d+")) {
          done = Long.parseLong(line);
        }
        ask.write('\n');
        ask.flush();
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).isLessThan(FetchingProcess.SIZE);
    return done;
  }
}
