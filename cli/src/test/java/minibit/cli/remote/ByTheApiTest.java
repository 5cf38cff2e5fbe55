package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.cli.Cli;
import minibit.cli.FakeDaemon;
import minibit.daemon.api.ApiServer;
import minibit.daemon.api.ApiSettings;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands find a daemon by its home, and what comes through the API is what it said. */
class ByTheApiTest {
  /** Each prints what does not change from one moment to the next. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("status"),
          List.of("search", "notes"),
          List.of("list", "my"),
          List.of("list", "net", "--sort", "size"),
          List.of("list", "members"),
          List.of("list", "transfers"),
          List.of("list", "holders", "ab12"),
          List.of("list", "holders", "notes.txt"),
          List.of("browse", "ana"),
          List.of("browse", "nobody"),
          List.of("export", "ef56", "--magnet"),
          List.of("get", "ação final.mp4", "--no-wait"),
          List.of("limit", "--up", "1M"),
          List.of("refresh"),
          List.of("unshare", "/srv/docs"),
          List.of("group"),
          List.of("group", "invite"),
          List.of("group", "forget", "rui"),
          List.of("election"),
          List.of("log"));

  @TempDir Path home;

  private final FakeDaemon daemon = new FakeDaemon("ana");
  private ApiServer server;

  @BeforeEach
  void serve() throws Exception {
    ApiToken token = ApiToken.openOrCreate(home);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress(loopback, 0)),
            token,
            daemon,
            new EventFeed(1),
            Optional.empty());
    String address = loopback.getHostAddress() + ":" + server.address().getPort();
    ApiAddress.plain(address, ProcessHandle.current().pid(), Instant.now()).write(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Cli byHome(List<String> command) {
    return Cli.run(Map.of("MINIBIT_HOME", home.toString()), command.toArray(String[]::new));
  }

  @Test
  void theWayThroughTheApiChangesNothing() {
    FakeDaemon twin = new FakeDaemon("ana");
    for (List<String> command : COMMANDS) {
      List<String> json = Stream.concat(command.stream(), Stream.of("--json")).toList();

      assertThat(byHome(command)).isEqualTo(Cli.run(twin, command.toArray(String[]::new)));
      assertThat(byHome(json)).isEqualTo(Cli.run(twin, json.toArray(String[]::new)));
    }
  }

  @Test
  void fetchingWaitsThroughTheApi() {
    assertThat(byHome(List.of("get", "ab12")).out()).contains("Complete and verified");
  }

  /** A home that somebody else's daemon made is not ours to command. */
  @Test
  void aWrongTokenIsDenied() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    ApiToken.openOrCreate(other);
    Files.copy(home.resolve(ApiAddress.FILE), other.resolve(ApiAddress.FILE));

    assertThat(Cli.run(Map.of("MINIBIT_HOME", other.toString()), "status").exit()).isEqualTo(6);
  }

  /** The file outlives a daemon that was killed. */
  @Test
  void aDaemonThatIsGoneIsNoDaemon() {
    server.close();

    Cli run = byHome(List.of("status"));

    assertThat(run.exit()).as(run.toString()).isEqualTo(4);
    assertThat(run.err()).contains("No daemon", "minibit up");
  }
}
