package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.webseed.WebSeedSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Web servers with bad manners get nowhere, and keep nobody from giving the content. */
@Timeout(60)
class BadWebServersTest {
  private static final int SIZE = 1_000_000;

  @TempDir Path target;
  private final SampleTorrent sample = SampleTorrent.single(Version.HYBRID, SIZE, 21);

  private static Engine engine() throws IOException {
    return Engine.open(TransferTest.local().withWebSeeds(WebSeedSettings.ON));
  }

  private TorrentSpec spec(String... seeds) {
    return TorrentSpec.of(sample.metainfo(), target).withWebSeeds(List.of(seeds));
  }

  /** Each with the fault that is found. */
  static Stream<Arguments> manners() {
    return Stream.of(
        bad("no such file", "not-found", request -> request.status(404)),
        bad("too much to do", "busy", request -> request.status(503)),
        bad("broken inside", "busy", request -> request.status(500)),
        bad("another length", "wrong-size", request -> request.send(200, new byte[10])),
        bad(
            "lies about the range",
            "wrong-answer",
            request -> request.header("Content-Range", "bytes 5-9/10").send(206, request.wanted())),
        bad("no range said", "wrong-answer", request -> request.send(206, request.wanted())),
        bad(
            "less than it says",
            "broken",
            request ->
                request
                    .header("Content-Range", request.range())
                    .send(206, request.length(), new byte[100])),
        bad("closes at once", "broken", request -> request.exchange().close()),
        bad(
            "redirects in a circle",
            "redirect",
            request -> request.header("Location", request.path()).status(302)),
        bad(
            "redirects to a file",
            "redirect",
            request -> request.header("Location", "file:///etc/passwd").status(302)),
        bad(
            "redirects with orders",
            "refused",
            request -> request.header("Location", "/restart?now=1").status(307)),
        bad(
            "sends without end",
            "wrong-answer",
            request -> {
              request.header("Content-Range", request.range());
              request.exchange().sendResponseHeaders(206, 0);
              try (OutputStream out = request.exchange().getResponseBody()) {
                out.write(request.wanted());
                for (int i = 0; i < 10_000; i++) {
                  out.write(new byte[16384]);
                }
              }
            }),
        bad(
            "packs it",
            "wrong-answer",
            request -> request.header("Content-Encoding", "gzip").serve()));
  }

  private static Arguments bad(String name, String fault, WebServer.Manners manners) {
    return Arguments.argumentSet(name, fault, manners);
  }

  @ParameterizedTest
  @MethodSource("manners")
  void anotherServerHelps(String fault, WebServer.Manners manners) throws Exception {
    try (WebServer bad = WebServer.of(sample.files()).with(manners);
        WebServer good = WebServer.of(sample.files());
        Engine engine = engine()) {
      // The good one waits until the bad one was tried, which alone has the torrent at first.
      good.with(
          request -> {
            await().until(() -> !bad.asked().isEmpty());
            request.serve();
          });
      Torrent torrent = engine.add(spec(bad.folder(), good.folder()));

      torrent.completed().get(30, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
      assertThat(bad.asked()).hasSizeLessThan(20);
    }
  }

  @ParameterizedTest
  @MethodSource("manners")
  void theFaultIsNamed(String fault, WebServer.Manners manners) throws Exception {
    try (WebServer bad = WebServer.of(sample.files()).with(manners);
        Engine engine = engine()) {
      Torrent torrent = engine.add(spec(bad.folder()));

      // Given up or left alone for now: either way it is not asked for long.
      await().until(() -> !bad.asked().isEmpty());
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          Stream.concat(
                                  torrent.status().peers().stream()
                                      .map(TorrentStatus.PeerStatus::client),
                                  torrent.status().left().stream()
                                      .map(TorrentStatus.FormerPeer::client))
                              .toList())
                      .containsExactly("web seed, " + fault));
      assertThat(torrent.status().state()).isEqualTo(TorrentStatus.State.DOWNLOADING);
      assertThat(bad.asked()).hasSizeLessThan(10);
    }
  }

  @Test
  void corruptBytesAreNeverKeptAndTheirServerIsNotAskedAgain() throws Exception {
    byte[] wrong = sample.files().values().iterator().next().clone();
    for (int at = 0; at < wrong.length; at += SampleTorrent.PIECE) {
      wrong[at] ^= 1;
    }
    Map<String, byte[]> files = Map.of(sample.files().keySet().iterator().next(), wrong);
    try (WebServer liar = WebServer.of(files);
        WebServer good = WebServer.of(sample.files());
        Engine engine = engine()) {
      good.with(
          request -> {
            await().until(() -> !liar.asked().isEmpty());
            request.serve();
          });
      Torrent torrent = engine.add(spec(liar.folder()));
      await()
          .untilAsserted(
              () ->
                  assertThat(torrent.status().left())
                      .extracting(TorrentStatus.FormerPeer::client)
                      .containsExactly("web seed, corrupt"));
      int asked = liar.asked().size();
      assertThat(torrent.status().piecesHave()).isZero();
      torrent.remove().get(10, TimeUnit.SECONDS);

      Torrent again = engine.add(spec(liar.folder(), good.folder()));

      again.completed().get(30, TimeUnit.SECONDS);
      assertThat(sample.isIn(target)).isTrue();
      assertThat(asked).isLessThan(4);
    }
  }

  @Test
  void aServerWithoutRangesGivesSmallFilesWhole() throws Exception {
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine()) {
      web.with(request -> request.send(200, request.file()));

      engine.add(spec(web.folder())).completed().get(30, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
    }
  }

  @Test
  void aServerWithoutRangesGivesLargeFilesInOnePass() throws Exception {
    SampleTorrent large = SampleTorrent.single(Version.V1, 40_000_000, 256 * 1024, 22);
    try (WebServer web = WebServer.of(large.files());
        Engine engine = engine()) {
      web.with(request -> request.send(200, request.file()));

      engine
          .add(TorrentSpec.of(large.metainfo(), target).withWebSeeds(List.of(web.folder())))
          .completed()
          .get(30, TimeUnit.SECONDS);

      assertThat(large.isIn(target)).isTrue();
      // Two before it was known, and one more should a run have been late.
      assertThat(web.asked()).hasSizeLessThan(5);
    }
  }

  @Test
  void whatComesBeforeIsPassedOverAndIsNoPayloadOfUse() throws Exception {
    SampleTorrent large = SampleTorrent.single(Version.V1, 3_000_000, 23);
    byte[] bytes = large.files().values().iterator().next();
    byte[] begun = bytes.clone();
    Arrays.fill(begun, 2_500_000, begun.length, (byte) 0);
    Files.write(target.resolve(large.files().keySet().iterator().next()), begun);
    try (WebServer web = WebServer.of(large.files());
        Engine engine = engine()) {
      web.with(request -> request.send(200, request.file()));

      Torrent torrent =
          engine.add(
              TorrentSpec.of(large.metainfo(), target)
                  .withStart(StartMode.VERIFY)
                  .withWebSeeds(List.of(web.folder())));
      torrent.completed().get(30, TimeUnit.SECONDS);

      assertThat(large.isIn(target)).isTrue();
      assertThat(torrent.status().wasted()).isGreaterThan(2_000_000);
    }
  }

  @Test
  void aFileThatIsMissingThereComesFromAnotherServer() throws Exception {
    SampleTorrent folder = SampleTorrent.folder(Version.HYBRID, 24);
    String missing = "folder-24/c-large.bin";
    Map<String, byte[]> most = new TreeMap<>(folder.files());
    most.remove(missing);
    try (WebServer first = WebServer.of(most);
        WebServer second = WebServer.of(Map.of(missing, folder.files().get(missing)));
        Engine engine = engine()) {
      Torrent torrent =
          engine.add(
              TorrentSpec.of(folder.metainfo(), target)
                  .withWebSeeds(List.of(first.folder(), second.folder())));

      torrent.completed().get(30, TimeUnit.SECONDS);

      assertThat(folder.isIn(target)).isTrue();
      assertThat(first.asked())
          .filteredOn(request -> request.path().endsWith(missing))
          .hasSizeLessThan(3);
    }
  }

  @Test
  void aBusyServerIsAskedAgainWhenItSaid() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine()) {
      web.with(
          request -> {
            if (count.getAndIncrement() == 0) {
              request.header("Retry-After", "1").status(503);
            } else {
              request.serve();
            }
          });

      engine.add(spec(web.folder())).completed().get(30, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
      assertThat(count).hasValue(2);
    }
  }

  @Test
  void aFileThatMovedIsFollowed() throws Exception {
    try (WebServer web = WebServer.of(sample.files());
        WebServer other = WebServer.of(sample.files());
        Engine engine = engine()) {
      web.with(request -> request.header("Location", other.url(request.path())).status(302));

      engine.add(spec(web.folder())).completed().get(30, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
    }
  }

  @Test
  void aSlowServerIsStoppedWhenTheTorrentGoes() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine()) {
      web.with(
          request -> {
            request
                .header("Content-Range", request.range())
                .exchange()
                .sendResponseHeaders(206, request.length());
            try (OutputStream out = request.exchange().getResponseBody()) {
              out.write(Arrays.copyOf(request.wanted(), 40_000));
              out.flush();
              // Until the other end is gone.
              await()
                  .atMost(Duration.ofSeconds(20))
                  .ignoreExceptionsMatching(e -> false)
                  .until(
                      () -> {
                        out.write(0);
                        out.flush();
                        return false;
                      });
            } catch (IOException | RuntimeException e) {
              ended.incrementAndGet();
              throw e;
            }
          });
      Torrent torrent = engine.add(spec(web.folder()));
      await().until(() -> torrent.status().downloaded() > 0);

      torrent.remove().get(10, TimeUnit.SECONDS);

      await().untilAtomic(ended, org.hamcrest.Matchers.greaterThan(0));
    }
  }

  @Test
  void aStrangersTorrentGivesNoOrdersToLocalServers() throws Exception {
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine();
        Engine publicOnly =
            Engine.open(TransferTest.local().withWebSeeds(new WebSeedSettings(true, false)))) {
      String name = sample.files().keySet().iterator().next();
      Torrent torrent = engine.add(spec(web.folder() + name + "?reboot=1"));
      Torrent closed = publicOnly.add(spec(web.folder()));
      await().until(() -> useless(torrent) && useless(closed));

      assertThat(web.asked()).isEmpty();
    }
  }

  /** Once it is given up, nobody has the pieces any more. */
  private static boolean useless(Torrent torrent) {
    TorrentStatus status = torrent.status();
    return status.state() == TorrentStatus.State.DOWNLOADING
        && status.peers().isEmpty()
        && status.unavailable() == status.pieces();
  }
}
