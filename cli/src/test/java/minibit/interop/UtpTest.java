package minibit.interop;

import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that speaks no TCP to peers: as we are by default, and as we are when we forbid TCP. */
@Tag("interop")
class UtpTest {
  private static final long SIZE = 64 << 20;

  @ParameterizedTest(name = "we {0}, encrypted: {1}")
  @CsvSource({"allowed, false", "required, false", "required, true"})
  void libtorrentFetchesFromUs(String policy, boolean encrypted) {
    meeting("libtorrent-fetches", policy, encrypted)
        .meet(new Minibit("allowed", policy), Libtorrent.overUtp(encrypted));
  }

  @ParameterizedTest(name = "we {0}, encrypted: {1}")
  @CsvSource({"allowed, false", "required, false", "required, true"})
  void weFetchFromLibtorrent(String policy, boolean encrypted) {
    meeting("libtorrent-seeds", policy, encrypted)
        .meet(Libtorrent.overUtp(encrypted), new Minibit("allowed", policy));
  }

  @ParameterizedTest(name = "we {0}, encrypted: {1}")
  @CsvSource({"allowed, false", "required, false", "required, true"})
  void libtorrentFetchesFromUsAndWeDial(String policy, boolean encrypted) {
    meeting("dialled-libtorrent-fetches", policy, encrypted)
        .seederDials(new Minibit("allowed", policy), Libtorrent.overUtp(encrypted));
  }

  private static Meeting meeting(String what, String policy, boolean encrypted) {
    return new Meeting(
        Workspace.fresh("utp", what + "-" + policy + (encrypted ? "-encrypted" : "")),
        Torrent.of(Payload.FILE, Version.V1, SIZE));
  }
}
