package minibit.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.CliException;
import minibit.cli.transfer.LocalTracker;
import minibit.cli.transfer.NewTorrent;
import minibit.core.metainfo.Magnet;

/**
 * A tracker in this process, and one seeder and four leechers in processes of their own, each with
 * its own folder: all on loopback. Closing ends them all. One thread, but {@link #close} any.
 */
final class DemoSwarm implements AutoCloseable {
  /** The name of the shared folder. */
  static final String CONTENT = "minibit-samples";

  private static final int LEECHERS = 4;

  /** What the seeder gives at most, so that there is something to watch: it is soon not alone. */
  private static final String SEEDER_RATE = "1500K";

  private static final String ANY_PORT = "127.0.0.1:0";

  private final LocalTracker tracker;
  private final Path torrent;
  private final String magnet;
  private final List<PeerProcess> peers;

  private DemoSwarm(LocalTracker tracker, Path torrent, String magnet, List<PeerProcess> peers) {
    this.tracker = tracker;
    this.torrent = torrent;
    this.magnet = magnet;
    this.peers = peers;
  }

  /** Writes samples and torrent below this empty folder, and starts everybody. */
  static DemoSwarm start(Path folder) throws IOException, CliException, InterruptedException {
    Path seeder = folder.resolve("seeder");
    Samples.write(seeder.resolve(CONTENT));
    LocalTracker tracker = LocalTracker.onLoopback();
    List<PeerProcess> peers = new ArrayList<>();
    try {
      String announce = tracker.announceUrl("127.0.0.1");
      Path torrent = folder.resolve(CONTENT + ".torrent");
      NewTorrent made = NewTorrent.of(seeder.resolve(CONTENT), List.of(announce), torrent);
      Files.write(torrent, made.bytes());
      String magnet = Magnet.of(made.metainfo()).uri();
      Path keep = folder.resolve("logs");
      peers.add(
          PeerProcess.start(
              "seeder",
              seeder,
              keep,
              arguments("seed", torrent.toString(), seeder, "--limit-up", SEEDER_RATE)));
      for (int i = 1; i <= LEECHERS; i++) {
        Path own = folder.resolve("leecher-" + i);
        // The last one knows no more than a magnet link, as somebody who was sent one.
        String source = i == LEECHERS ? magnet : torrent.toString();
        peers.add(
            PeerProcess.start(
                "leecher-" + i, own, keep, arguments("download", source, own, "--seed")));
      }
      return new DemoSwarm(tracker, torrent, magnet, List.copyOf(peers));
    } catch (IOException | CliException | InterruptedException | RuntimeException e) {
      endAll(peers);
      tracker.close();
      throw e;
    }
  }

  private static List<String> arguments(String command, String source, Path dir, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, source));
    arguments.addAll(List.of("--dir", dir.toString(), "--listen", ANY_PORT));
    arguments.addAll(List.of("--no-dht", "--no-lsd"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** The seeder first. */
  List<PeerProcess> peers() {
    return peers;
  }

  /** Whether everybody has everything. */
  boolean isComplete() {
    return peers.stream().allMatch(PeerProcess::isComplete);
  }

  Path torrent() {
    return torrent;
  }

  String magnet() {
    return magnet;
  }

  LocalTracker tracker() {
    return tracker;
  }

  /** Compares every file of every peer with what the samples were when they were made. */
  List<CheckedFile> check() throws IOException {
    List<CheckedFile> files = new ArrayList<>();
    for (String name : Samples.NAMES) {
      String source = Samples.digest(name);
      List<CheckedCopy> copies = new ArrayList<>();
      long size = 0;
      for (PeerProcess peer : peers) {
        Path file = peer.folder().resolve(CONTENT).resolve(name);
        String digest = Files.isRegularFile(file) ? Samples.digest(file) : "";
        size = Files.isRegularFile(file) ? Files.size(file) : size;
        copies.add(new CheckedCopy(peer.name(), digest, digest.equals(source)));
      }
      files.add(new CheckedFile(name, size, source, copies));
    }
    return files;
  }

  /** A file and its copies; part of the JSON result. */
  record CheckedFile(String name, long size, String sha256, List<CheckedCopy> copies) {}

  /** A copy at a peer; the digest is empty if there is no such file. */
  record CheckedCopy(String peer, String sha256, boolean same) {}

  @Override
  public void close() {
    endAll(peers);
    tracker.close();
  }

  private static void endAll(List<PeerProcess> peers) {
    peers.forEach(PeerProcess::end);
    peers.forEach(PeerProcess::close);
  }
}
