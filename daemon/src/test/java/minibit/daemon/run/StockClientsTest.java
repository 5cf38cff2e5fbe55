package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.daemon.api.model.TransferRequest;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person with nothing but a BitTorrent client takes part in what the group fetches. */
@Timeout(120)
class StockClientsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIZE = 3 << 20;

  @TempDir Path folder;
  private Path film = Path.of("");
  private String id = "";

  @BeforeEach
  void writeFilm() throws Exception {
    film = Lab.write(folder.resolve("sources/one/film.bin"), SIZE, 7);
  }

  /** One holds the film and gives it so slowly that two has not got it when the test ends. */
  private Lab fetchingSlowly() throws Exception {
    Lab lab = new Lab(folder, "stock");
    lab.set("transfers.limit-up", "8 KiB");
    Daemon one = lab.start("one", film);
    Daemon two = lab.start("two");
    await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "film") == 1);
    id = two.backend().fetch(TransferRequest.content("film.bin", Optional.empty(), List.of())).id();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                one.backend().holders("film.bin").holders().stream()
                    .anyMatch(holder -> !holder.complete()));
    return lab;
  }

  /** Its torrent names the group as its tracker; there the fetching member hears of it at once. */
  @Test
  void aClientThatHasAllGivesToWhoFetches() throws Exception {
    try (Lab lab = fetchingSlowly()) {
      Daemon two = lab.daemons().getLast();
      Metainfo torrent = MetainfoParser.parseTorrent(two.backend().torrent("film.bin").bytes());
      Path own = Files.createDirectories(folder.resolve("client"));
      Files.copy(film, own.resolve("film.bin"));
      try (Engine client = client()) {
        Torrent seeding = client.add(TorrentSpec.of(torrent, own));
        await()
            .atMost(PATIENCE)
            .until(() -> two.backend().transfer(id).transfer().state().isComplete());

        assertThat(seeding.status().uploaded()).isGreaterThan(SIZE / 2);
      }
      assertThat(two.backend().transfer(id).peers())
          .filteredOn(peer -> peer.member().isEmpty() && peer.downloaded() > SIZE / 2)
          .hasSize(1);
      assertThat(Files.mismatch(lab.home("two").resolve("downloads/film.bin"), film)).isEqualTo(-1);
    }
  }

  /**
   * Those who miss something are told of the holder and the member that fetches; a seeder only of
   * the latter, whichever member is asked.
   */
  @Test
  void clientsAreToldOfMembersThatFetch() throws Exception {
    try (Lab lab = fetchingSlowly()) {
      Daemon one = lab.daemons().getFirst();
      Daemon two = lab.daemons().getLast();
      for (Daemon asked : lab.daemons()) {
        assertThat(announce(asked, 1))
            .contains(compact(one))
            .contains(compact(two))
            .contains("10:incompletei2e");
        assertThat(announce(asked, 0)).contains(compact(two)).doesNotContain(compact(one));
      }
    }
  }

  /** A client without a byte fetches by the magnet link, from holder and fetcher alike. */
  @Test
  void aClientFetchesFromMembersThatStillFetch() throws Exception {
    try (Lab lab = fetchingSlowly()) {
      Daemon two = lab.daemons().getLast();
      Magnet magnet = Magnet.parse(two.backend().magnet("film.bin").magnet());
      try (Engine client = client()) {
        Torrent fetching =
            client.add(
                TorrentSpec.of(magnet.hashes(), magnet.name(), folder.resolve("client"))
                    .withTrackers(magnet.trackers().stream().map(List::of).toList()));
        await().atMost(PATIENCE).until(() -> fetching.status().peers().size() == 2);
      }
    }
  }

  private Engine client() throws Exception {
    return Engine.open(
        EngineSettings.defaults()
            .withLoops(1)
            .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new JournalStore(folder.resolve("client")));
  }

  private static String announce(Daemon asked, int left) throws Exception {
    String hash = asked.backend().magnet("film.bin").infoHashV1().replaceAll("..", "%$0");
    String path =
        "/announce?info_hash=%s&peer_id=-XX0000-aaaaaaaaaaa%d&port=4000&uploaded=1&left=%d";
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri =
          URI.create(
              "http://"
                  + asked.backend().status().listen().member()
                  + path.formatted(hash, left, left));
      return http.send(
              HttpRequest.newBuilder(uri).build(),
              BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
          .body();
    }
  }

  /** Where a daemon speaks BitTorrent, as announces pack it. */
  private static String compact(Daemon daemon) {
    String address = daemon.backend().status().listen().peer();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    byte[] packed = {127, 0, 0, 1, (byte) (port >> 8), (byte) port};
    return new String(packed, StandardCharsets.ISO_8859_1);
  }
}
