package minibit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients on two machines with a cable between them hear of each other by local service discovery,
 * and by nothing else: no tracker, no DHT, no peer exchange, no address given. A link by which we
 * fetch tells nobody, so that what begins with it is found by us.
 */
@Tag("interop")
class NeighboursTest {
  private static final long SIZE = 4 << 20;
  private static final int OURS = 0;
  private static final int THEIRS = 1;
  private static final int PORT = 6881;
  private static final String RPC = "127.0.0.1:9091";

  /** transmission tells five seconds after its start at the soonest, and dials as late. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String ANNOUNCE_IN = "\"direction\":\"in\"";

  private final Cable cable = new Cable();
  private final List<Running> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.reversed().forEach(Running::close);
    cable.close();
  }

  @ParameterizedTest(name = "over {0}")
  @CsvSource({"IPv4", "IPv6"})
  void libtorrentFindsUs(String family) {
    Path home = Workspace.fresh("neighbours", "libtorrent-finds-us-" + family);
    Torrent torrent = Torrent.of(Payload.FOLDER, Version.V1, SIZE);
    Path folder = Workspace.created(home.resolve("fetched"));
    Running theirs = libtorrent(home, torrent.file(), folder, at(family, THEIRS));
    theirs.awaitReady();

    seed(home, torrent, OURS, at(family, OURS)).awaitReady();

    theirs.awaitComplete(PATIENCE);
    Digests.assertSame(torrent.original(), torrent.in(folder), false);
    // Its own words for having heard us.
    theirs.await("heard us", PATIENCE, () -> theirs.said().contains("\"lsd_peer\""));
  }

  @ParameterizedTest(name = "over {0}")
  @CsvSource({"IPv4", "IPv6"})
  void weFindLibtorrent(String family) {
    Path home = Workspace.fresh("neighbours", "we-find-libtorrent-" + family);
    Torrent torrent = Torrent.of(Payload.FOLDER, Version.V1, SIZE);
    Path folder = Workspace.created(home.resolve("fetched"));
    Running ours = fetch(home, torrent, OURS, at(family, OURS), folder);
    ours.awaitReady();

    Path data = torrent.seedFolder(home.resolve("data"), false);
    libtorrent(home, torrent.file(), data, at(family, THEIRS)).awaitReady();

    ours.awaitComplete(PATIENCE);
    Digests.assertSame(torrent.original(), torrent.in(folder), false);
    assertThat(heard(home)).contains(family.equals("IPv4") ? Cable.v4(THEIRS) : "fd78:");
  }

  @ParameterizedTest(name = "over {0}")
  @CsvSource({"IPv4", "IPv6", "both"})
  void twoOfOursFindEachOther(String family) {
    Path home = Workspace.fresh("neighbours", "two-of-ours-" + family);
    Torrent torrent = Torrent.of(Payload.FOLDER, Version.HYBRID, SIZE);
    Path folder = Workspace.created(home.resolve("fetched"));
    Running ours = fetch(home, torrent, OURS, at(family, OURS), folder);
    ours.awaitReady();

    seed(Workspace.created(home.resolve("other")), torrent, THEIRS, at(family, THEIRS));

    ours.awaitComplete(PATIENCE);
    Digests.assertSame(torrent.original(), torrent.in(folder), false);
    assertThat(heard(home)).isNotEmpty();
  }

  @Test
  void transmissionFindsUs() throws IOException {
    Path home = Workspace.fresh("neighbours", "transmission-finds-us");
    Torrent torrent = Torrent.of(Payload.FOLDER, Version.V1, SIZE);
    Path folder = Workspace.created(home.resolve("fetched"));
    Running theirs = transmission(home, torrent, folder);
    // Once it has told, it tells again after minutes: what follows comes of hearing us.
    theirs.await("told", PATIENCE, () -> theirs.said().contains("LPD announce message away"));

    seed(home, torrent, OURS, at("IPv4", OURS)).awaitReady();

    theirs.await("is complete", PATIENCE, () -> remote("-l").contains("100%"));
    Digests.assertSame(torrent.original(), torrent.in(folder), false);
    assertThat(theirs.said()).contains("local peer from LPD");
  }

  @Test
  void weFindTransmission() throws IOException {
    Path home = Workspace.fresh("neighbours", "we-find-transmission");
    Torrent torrent = Torrent.of(Payload.FOLDER, Version.V1, SIZE);
    Path folder = Workspace.created(home.resolve("fetched"));
    Running ours = fetch(home, torrent, OURS, at("IPv4", OURS), folder);
    ours.awaitReady();

    transmission(home, torrent, torrent.seedFolder(home.resolve("data"), true));

    ours.awaitComplete(PATIENCE);
    Digests.assertSame(torrent.original(), torrent.in(folder), false);
    assertThat(heard(home)).contains(Cable.v4(THEIRS));
  }

  private static String at(String family, int machine) {
    return switch (family) {
      case "IPv4" -> Cable.v4(machine) + ":" + PORT;
      case "IPv6" -> "[" + Cable.v6(machine) + "]:" + PORT;
      default -> "[::]:" + PORT;
    };
  }

  private Running libtorrent(Path home, Path source, Path folder, String listen) {
    List<String> command =
        List.of(
            Tool.pythonWithLibtorrent(),
            Tool.script("libtorrent_client.py"),
            source.toString(),
            "--dir",
            folder.toString(),
            "--listen",
            listen,
            "--lsd");
    return start(home, "libtorrent", THEIRS, command, "\"ready\"", "\"complete\"");
  }

  private Running transmission(Path home, Torrent torrent, Path folder) throws IOException {
    Path config = Workspace.created(home.resolve("transmission"));
    Files.writeString(config.resolve("settings.json"), settings(folder));
    List<String> command =
        List.of(
            Tool.require("transmission-daemon", "transmission-daemon"),
            "--foreground",
            "--config-dir",
            config.toString());
    Running daemon = start(home, "transmission", THEIRS, command, "Started", "Started");
    daemon.await("answers", PATIENCE, () -> remote("-si").contains("Daemon version"));
    remote("-a", torrent.file().toString());
    return daemon;
  }

  private static String settings(Path folder) {
    return Json.text(
        Map.ofEntries(
            Map.entry("bind-address-ipv4", Cable.v4(THEIRS)),
            Map.entry("bind-address-ipv6", "::1"),
            Map.entry("peer-port", PORT),
            Map.entry("rpc-bind-address", "127.0.0.1"),
            Map.entry("rpc-port", 9091),
            Map.entry("download-dir", folder.toString()),
            Map.entry("dht-enabled", false),
            Map.entry("lpd-enabled", true),
            Map.entry("pex-enabled", false),
            Map.entry("utp-enabled", false),
            Map.entry("port-forwarding-enabled", false),
            Map.entry("message-level", 3)));
  }

  /** What transmission's remote control says, or nothing while it does not answer. */
  private String remote(String... words) {
    List<String> command =
        new ArrayList<>(List.of(Tool.require("transmission-remote", "transmission-cli"), RPC));
    command.addAll(List.of(words));
    try {
      return Tool.run(cable.on(THEIRS, command));
    } catch (AssertionError e) {
      return "";
    }
  }

  private Running seed(Path home, Torrent torrent, int machine, String listen) {
    Path data = torrent.seedFolder(home.resolve("data"), false);
    List<String> command =
        Minibit.command(
            "seed",
            torrent.file().toString(),
            "--dir",
            data.toString(),
            "--listen",
            listen,
            "--no-dht",
            "--json",
            "-vv");
    String seeding = "\"event\":\"seeding\"";
    return start(home, "minibit-seed", machine, command, seeding, seeding);
  }

  private Running fetch(Path home, Torrent torrent, int machine, String listen, Path folder) {
    List<String> command =
        Minibit.command(
            "download",
            torrent.magnet(),
            "--dir",
            folder.toString(),
            "--listen",
            listen,
            "--trace",
            home.resolve("trace").toString(),
            "--no-dht",
            "--json",
            "-vv",
            "--seed");
    return start(
        home,
        "minibit-fetch",
        machine,
        command,
        "\"event\":\"progress\"",
        "\"event\":\"complete\"");
  }

  /** The announces that we heard while we fetched. */
  private static String heard(Path home) {
    try {
      return String.join(
          "\n",
          Files.readAllLines(home.resolve("trace")).stream()
              .filter(line -> line.contains("lsd-announce") && line.contains(ANNOUNCE_IN))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Running start(
      Path home, String name, int machine, List<String> command, String ready, String complete) {
    Path log = home.resolve(name + ".log");
    Process process =
        Running.spawn(log, home, cable.on(machine, command), Minibit.environment(home));
    Running running = new Telling(name, process, log, ready, complete);
    started.add(running);
    return running;
  }
}
