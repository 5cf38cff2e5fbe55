package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import minibit.cli.Cli;
import minibit.cli.FakeDaemon;
import minibit.cli.output.Json;
import minibit.daemon.api.ApiServer;
import minibit.daemon.api.ApiSettings;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way into the page is printed, and opened where there is a screen. */
class OpenCommandTest {
  @TempDir Path home;

  private ApiServer serve() throws IOException {
    ApiServer server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            ApiToken.openOrCreate(home),
            new FakeDaemon("ana"),
            new EventFeed(1),
            Optional.empty());
    server.reach(ProcessHandle.current().pid(), Instant.now()).write(home);
    return server;
  }

  @Test
  void theAddressIsPrinted() throws IOException {
    try (ApiServer server = serve()) {
      String begin = "http://127.0.0.1:" + server.address().getPort() + "/#code=";
      Cli text = Cli.run(Map.of(), "open", "--home", home.toString());
      assertThat(text.exit()).as(text.toString()).isZero();
      assertThat(text.out()).startsWith(begin).hasLineCount(1);
      Cli json = Cli.run(Map.of(), "open", "--home", home.toString(), "--json", "--no-browser");
      assertThat(Json.read(json.out()).path("url").asString())
          .startsWith(begin)
          .isNotEqualTo(text.out().strip());
      assertThat(Json.read(json.out()).path("opened").asBoolean()).isFalse();
    }
  }

  /** The browser gets a file that leads on: arguments of programs are seen by every user. */
  @Test
  void theBrowserIsHandedAFileOfOurs(@TempDir Path bin) throws IOException {
    Path opener = bin.resolve("xdg-open");
    Files.writeString(opener, "#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ApiServer _ = serve()) {
      Map<String, String> desktop = Map.of("DISPLAY", ":0", "PATH", bin.toString());
      Cli run = Cli.run(desktop, "open", "--home", home.toString());
      assertThat(run.exit()).as(run.toString()).isZero();
      Path file = home.resolve("open.html");
      assertThat(Files.readString(file)).contains("url=" + run.out().strip());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void withoutADaemonNothingOpens() {
    assertThat(Cli.run(Map.of(), "open", "--home", home.toString()).exit()).isEqualTo(4);
  }
}
