package minibit.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.MetainfoParser;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.StartMode;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentSpec;

/**
 * One end of many torrents between two processes: {@code seed} serves all torrents of a folder,
 * {@code leech} fetches them all at once from one peer and ends when the last is complete.
 */
public final class ManyTorrents {
  private ManyTorrents() {}

  /** {@code seed TORRENTS FOLDER LISTEN} or {@code leech TORRENTS FOLDER LISTEN PEER}. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    EngineSettings settings = EngineSettings.defaults().withListen(socket(args[3]));
    try (Engine engine = Engine.open(settings)) {
      List<Torrent> torrents = new ArrayList<>();
      for (Path file : torrentsIn(Path.of(args[1]))) {
        TorrentSpec spec =
            TorrentSpec.of(MetainfoParser.parseTorrent(Files.readAllBytes(file)), folder)
                .withAnnounce(false);
        torrents.add(
            engine.add(
                args[0].equals("seed")
                    ? spec.withStart(StartMode.TRUST)
                    : spec.withPeers(List.of(peer(args[4])))));
      }
      for (Torrent torrent : torrents) {
        torrent.completed().get();
      }
      if (args[0].equals("seed")) {
        System.out.println("{\"event\":\"seeding\"}");
        System.out.flush();
        CountDownLatch terminated = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(terminated::countDown));
        terminated.await();
      }
    }
    System.exit(0);
  }

  private static List<Path> torrentsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".torrent")).sorted().toList();
    }
  }

  private static InetSocketAddress socket(String address) {
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(address.substring(0, colon)),
        Integer.parseInt(address.substring(colon + 1)));
  }

  private static PeerAddress peer(String address) {
    InetSocketAddress at = socket(address);
    return PeerAddress.of(at.getAddress().getAddress(), at.getPort());
  }
}
