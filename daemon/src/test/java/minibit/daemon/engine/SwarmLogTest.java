package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.swarm.SwarmWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** At debug level a swarm's choices can be read; else nobody pays for them. */
@Timeout(30)
class SwarmLogTest {
  @TempDir Path folder;
  private final Logger log = (Logger) LoggerFactory.getLogger("minibit.swarm");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> reader =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    reader.setContext(log.getLoggerContext());
    reader.start();
    log.addAppender(reader);
    log.setAdditive(false);
  }

  @AfterEach
  void leave() {
    log.detachAppender(reader);
    log.setLevel(null);
    log.setAdditive(true);
  }

  /** Each choice names its holder and its ties, and who is served is said with the reason. */
  @Test
  void choicesCanBeWatched() throws Exception {
    log.setLevel(Level.DEBUG);
    SampleTorrent sample = SampleTorrent.single(Version.V1, 3_000_001, 1);
    sample.saveIn(folder.resolve("source"));
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher = Engine.open(TransferTest.local())) {
      seeder
          .add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")))
          .completed()
          .get(10, TimeUnit.SECONDS);
      leecher
          .add(
              TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
                  .withPeers(List.of(TransferTest.addressOf(seeder))))
          .completed()
          .get(10, TimeUnit.SECONDS);
      String holder = TransferTest.addressOf(seeder).toString();

      assertThat(lines)
          .anyMatch(
              line ->
                  line.startsWith("pick piece ")
                      && line.contains(holder)
                      && line.contains("1 peer has it")
                      && line.matches(".*one of \\d+"))
          .anyMatch(line -> line.startsWith("unchoke as seeder: 127.0.0.1:"))
          .anyMatch(line -> line.startsWith("availability of needed pieces"))
          .anyMatch(line -> line.startsWith("rarest now: ["));
    }
  }

  @Test
  void whatNobodyReadsCostsNothing() {
    log.setLevel(Level.INFO);

    assertThat(SwarmLog.ifWanted(_ -> null)).isSameAs(SwarmWatch.NONE);
  }
}
