package minibit.interop;

import static minibit.interop.Cast.LIBTORRENT;
import static minibit.interop.Cast.MINIBIT;

import java.util.stream.Stream;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A magnet link alone is enough, whoever holds the torrent. */
@Tag("interop")
class MagnetTest {
  private static final long SIZE = 64 << 20;

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void theyFetchFromUs(String client) {
    meeting("seeds-to-" + client, Version.V1).meet(MINIBIT, Cast.named(client));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void weFetchFromThem(String client) {
    meeting("fetches-from-" + client, Version.V1).meet(Cast.named(client), MINIBIT);
  }

  // Of v2 the metadata holds no piece hashes: they come as layers, asked of peers and proven.
  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"V2", "HYBRID"})
  void libtorrentFetchesNewerVersionsFromUs(Version version) {
    meeting("seeds-to-libtorrent", version).meet(MINIBIT, LIBTORRENT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"V2", "HYBRID"})
  void weFetchNewerVersionsFromLibtorrent(Version version) {
    meeting("fetches-from-libtorrent", version).meet(LIBTORRENT, MINIBIT);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void betweenTwoOfUs(Version version) {
    meeting("pair", version).meet(MINIBIT, MINIBIT);
  }

  static Stream<String> clients() {
    return Cast.foreign().map(Client::name);
  }

  private static Meeting meeting(String what, Version version) {
    return new Meeting(
            Workspace.fresh("magnet", what + "-" + version),
            Torrent.of(Payload.FOLDER, version, SIZE))
        .byMagnet();
  }
}
