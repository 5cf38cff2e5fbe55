package minibit.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * transmission finds us in a DHT to which our node alone leads it. Its nodes take none on loopback,
 * and it looks for nobody while it knows fewer than nine: so all stand on a machine of their own.
 */
@Tag("interop")
class TransmissionDhtTest {
  private static final int NODES = 12;
  private static final int FIRST_NODE = 7001;
  private static final int OURS = 6900;
  private static final int THEIRS = 6901;
  private static final int RPC = 9091;
  private static final long SIZE = 1 << 20;

  /** It begins to look half a minute after it has enough nodes. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Lan lan = new Lan(1);
  private final List<Running> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.reversed().forEach(Running::close);
    lan.close();
  }

  @Test
  void transmissionFindsUsByOurNode() throws IOException {
    Path home = Workspace.fresh("dht", "minibit-to-transmission");
    Torrent torrent = Torrent.of(Payload.FOLDER, Torrent.Version.V1, SIZE);
    for (int i = 0; i < NODES; i++) {
      node(home, i);
    }
    seeder(home, torrent).awaitReady();
    Path folder = Workspace.created(home.resolve("fetched"));
    Path config = Workspace.created(home.resolve("transmission"));
    Files.writeString(config.resolve("settings.json"), settings(folder));
    Files.writeString(config.resolve("dht.bootstrap"), Lan.address(0) + " " + OURS + "\n");
    Running daemon =
        start(
            home,
            "transmission",
            "port " + RPC,
            List.of(
                Tool.require("transmission-daemon", "transmission-daemon"),
                "--foreground",
                "--config-dir",
                config.toString()));
    daemon.await("answers", PATIENCE, () -> remote("-si").contains("Daemon version"));

    remote("-a", torrent.magnet());

    daemon.await("is complete", PATIENCE, () -> remote("-l").contains("100%"));
    Digests.assertSame(torrent.original(), torrent.in(folder), false);
  }

  private void node(Path home, int number) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tool.pythonWithLibtorrent(),
                Tool.script("libtorrent_client.py"),
                "--dht",
                "--listen",
                Lan.address(0) + ":" + (FIRST_NODE + number)));
    if (number > 0) {
      command.addAll(List.of("--dht-node", Lan.address(0) + ":" + FIRST_NODE));
    }
    start(home, "node-" + number, "\"ready\"", command).awaitReady();
  }

  private Running seeder(Path home, Torrent torrent) {
    List<String> command =
        Minibit.command(
            "seed",
            torrent.file().toString(),
            "--dir",
            torrent.seedFolder(home.resolve("data"), false).toString(),
            "--listen",
            Lan.address(0) + ":" + OURS,
            "--dht-router",
            Lan.address(0) + ":" + FIRST_NODE,
            "--json");
    return start(home, "minibit", "\"event\":\"seeding\"", command);
  }

  private static String settings(Path folder) {
    return Json.text(
        Map.ofEntries(
            Map.entry("bind-address-ipv4", Lan.address(0)),
            Map.entry("bind-address-ipv6", "::1"),
            Map.entry("peer-port", THEIRS),
            Map.entry("rpc-bind-address", "127.0.0.1"),
            Map.entry("rpc-port", RPC),
            Map.entry("download-dir", folder.toString()),
            Map.entry("dht-enabled", true),
            Map.entry("lpd-enabled", false),
            Map.entry("pex-enabled", false),
            Map.entry("utp-enabled", false),
            Map.entry("port-forwarding-enabled", false),
            Map.entry("message-level", 3)));
  }

  /** What its remote control says, or nothing while it does not answer. */
  private String remote(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(Tool.require("transmission-remote", "transmission-cli"), "127.0.0.1:" + RPC));
    command.addAll(List.of(words));
    try {
      return Tool.run(lan.on(0, command));
    } catch (AssertionError e) {
      return "";
    }
  }

  private Running start(Path home, String name, String ready, List<String> command) {
    Path log = home.resolve(name + ".log");
    Process process = Running.spawn(log, home, lan.on(0, command), Minibit.environment(home));
    Running running = new Telling(name, process, log, ready, ready);
    started.add(running);
    return running;
  }
}
