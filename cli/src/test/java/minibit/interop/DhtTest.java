package minibit.interop;

import static minibit.interop.Cast.ARIA2;
import static minibit.interop.Cast.LIBTORRENT;
import static minibit.interop.Cast.MINIBIT;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A magnet link without tracker and without any address: the two find each other in a DHT on
 * loopback whose only other node is libtorrent's.
 */
@Tag("interop")
class DhtTest {
  private static final long SIZE = 4 << 20;

  @Test
  void libtorrentFindsUs() {
    find(MINIBIT, LIBTORRENT, Version.V1);
  }

  @Test
  void weFindLibtorrent() {
    find(LIBTORRENT, MINIBIT, Version.V1);
  }

  @Test
  void weFindLibtorrentByTheNewerHash() {
    find(LIBTORRENT, MINIBIT, Version.V2);
  }

  @Test
  void aria2FindsUs() {
    find(MINIBIT, ARIA2, Version.V1);
  }

  @Test
  void weFindAria2() {
    find(ARIA2, MINIBIT, Version.V1);
  }

  @Test
  void weFindEachOther() {
    find(MINIBIT, MINIBIT, Version.HYBRID);
  }

  private static void find(Client seeder, Client fetcher, Version version) {
    Path home = Workspace.fresh("dht", seeder.name() + "-to-" + fetcher.name() + "-" + version);
    Torrent torrent = Torrent.of(Payload.FOLDER, version, SIZE);
    InetSocketAddress node = Loopback.next();
    Path seeding = Workspace.created(home.resolve("seeder"));
    Path fetching = Workspace.created(home.resolve("fetcher"));
    Job seed =
        new Job(
                torrent.file().toString(),
                torrent.seedFolder(seeding.resolve("data"), seeder.wantsPadFiles()),
                Loopback.next(),
                seeding)
            .asking(node);
    Job fetch =
        new Job(
                torrent.magnet(),
                Workspace.created(fetching.resolve("data")),
                Loopback.next(),
                fetching)
            .asking(node);
    try (Running router = Libtorrent.router(node, home)) {
      router.awaitReady();
      try (Running seeds = seeder.seed(seed)) {
        seeds.awaitReady();
        try (Running fetches = fetcher.fetch(fetch)) {
          fetches.awaitReady();
          fetches.awaitComplete(Meeting.TRANSFER);
          Digests.assertSame(
              torrent.original(), torrent.in(fetch.folder()), fetcher.makesEmptyFiles());
        }
      }
    }
  }
}
