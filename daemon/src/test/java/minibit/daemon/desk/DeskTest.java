package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.SortBy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What looks around at intervals bothers nobody when it fails, and looks at nothing once closed.
 */
@Timeout(60)
class DeskTest {
  private static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

  @TempDir Path folder;

  private Logger log;
  private final List<ILoggingEvent> said = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> reader =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event);
        }
      };

  @BeforeEach
  void listen() {
    // Another class may be the one that wakes the log, at this moment.
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    log = (Logger) LoggerFactory.getLogger(Desk.class);
    reader.setContext(log.getLoggerContext());
    reader.start();
    log.addAppender(reader);
  }

  @AfterEach
  void listenNoMore() {
    log.detachAppender(reader);
  }

  private Desk desk(Supplier<Limits> limits, Function<SearchRequest, SearchAnswer> catalogue)
      throws Exception {
    return Desk.open(
        folder.resolve("desk.db"),
        new Desk.Sources(
            () -> new Traffic(0, 0),
            limits,
            kept -> {},
            applied -> {},
            () -> {
              throw new AssertionError("nobody is asked while nothing changes");
            },
            () -> {
              throw new IllegalStateException("no group yet");
            },
            catalogue,
            (search, results) -> {}));
  }

  private static SearchAnswer nothing(SearchRequest request) {
    return SearchAnswer.plain(request.q(), 0, 0, false, List.of());
  }

  /** One line, without a stack, and it looks again: here every second. */
  @Test
  void aLookThatFailsIsOneLineAndIsTriedAgain() throws Exception {
    try (Desk _ = desk(() -> NONE, DeskTest::nothing)) {
      await().until(() -> said.size() >= 2);
    }
    assertThat(said)
        .allSatisfy(
            line -> {
              assertThat(line.getThrowableProxy()).isNull();
              assertThat(line.getFormattedMessage()).contains("no group yet").doesNotContain("\n");
            });
  }

  /** Alerts are looked for on a thread of their own, whose failures end no thread either. */
  @Test
  void aSearchThatFailsIsOneLineToo() throws Exception {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      Function<SearchRequest, SearchAnswer> failing =
          request -> {
            throw new IllegalStateException("the catalogue is closed");
          };
      try (Desk desk = desk(() -> NONE, DeskTest::nothing)) {
        var unused =
            desk.save(
                new SearchToSave(
                    "mine",
                    new SearchRequest(
                        "x",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        SortBy.NEWEST,
                        Page.FIRST),
                    true));
      }
      try (Desk _ = desk(() -> NONE, failing)) {
        await()
            .until(
                () ->
                    !uncaught.isEmpty()
                        || said.stream()
                            .anyMatch(line -> line.getFormattedMessage().contains("is closed")));
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }

  /** Whoever closes it may close what it looks at next: no look goes on, and none begins. */
  @Test
  void itIsClosedWhenNoLookGoesOn() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    Desk desk =
        desk(
            () -> {
              looking.countDown();
              awaitQuietly(goOn);
              looks.incrementAndGet();
              return NONE;
            },
            DeskTest::nothing);
    looking.await();

    AtomicInteger looksWhenClosed = new AtomicInteger();
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  desk.close();
                  looksWhenClosed.set(looks.get());
                });
    // It waits for the look, or is through already.
    await()
        .until(
            () ->
                closer.getState() == Thread.State.TIMED_WAITING
                    || closer.getState() == Thread.State.TERMINATED);
    goOn.countDown();
    closer.join();

    assertThat(looksWhenClosed).hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // A look at SQLite or at another's thread does not end when it is interrupted either.
        continue;
      }
    }
  }
}
