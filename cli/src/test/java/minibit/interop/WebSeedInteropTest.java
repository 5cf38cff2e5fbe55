package minibit.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One layout of files on a web server is enough for us and for the others, without any peer. */
@Tag("interop")
class WebSeedInteropTest {
  private static final long SIZE = 64 << 20;

  @ParameterizedTest
  @EnumSource(Version.class)
  void weFetchWhatLibtorrentDescribes(Version version) throws Exception {
    fetch(Cast.MINIBIT, version);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void libtorrentFetchesFromTheSameServer(Version version) throws Exception {
    fetch(Cast.LIBTORRENT, version);
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"V1"})
  void aria2FetchesFromTheSameServer(Version version) throws Exception {
    fetch(Cast.ARIA2, version);
  }

  private static void fetch(Client client, Version version) throws Exception {
    Path home = Workspace.fresh("web-seed", client.name() + "-" + version);
    Torrent torrent = Torrent.of(Payload.FOLDER, version, SIZE);
    // Without padding: whoever asks for that is told that there is none.
    Path folder = torrent.seedFolder(home.resolve("www"), false);
    try (FileServer web = new FileServer(folder)) {
      Path data = Workspace.created(home.resolve("data"));
      Job job = new Job(named(torrent, home, web.url()), data, Loopback.next(), home);
      try (Running fetching = client.fetch(job)) {
        fetching.awaitReady();
        fetching.awaitComplete(Meeting.TRANSFER);
        Digests.assertSame(torrent.original(), torrent.in(data), client.makesEmptyFiles());
      }
      assertThat(web.sent()).isGreaterThanOrEqualTo(SIZE);
    }
    Workspace.remove(home.resolve("data"));
  }

  /** A copy of the torrent file that names the server; {@code url-list} sorts last. */
  private static String named(Torrent torrent, Path home, String url) throws Exception {
    byte[] plain = Files.readAllBytes(torrent.file());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, plain.length - 1);
    out.write(("8:url-list" + url.length() + ":" + url + "e").getBytes(UTF_8));
    return Files.write(home.resolve("seeded.torrent"), out.toByteArray()).toString();
  }
}
