package minibit.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.cli.Cli;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What is neither a regular file nor a folder: shared or made a torrent of, it is the same fault.
 */
@Timeout(120)
class NoFileTest {
  @TempDir Path folder;

  @Test
  void itIsRefusedAlike() throws Exception {
    Path socket = folder.resolve("socket");
    try (DaemonProcess daemon = DaemonProcess.up(folder, "ana");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      for (Path odd : List.of(Path.of("/dev/null"), Path.of("/dev/zero"), pipe("pipe"), socket)) {
        assertSame(daemon, odd, 1, "not-a-file");
      }
      assertSame(daemon, folder.resolve("nothing"), 3, "not-found");
      Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
      assertSame(daemon, dangling, 3, "not-found");
    }
  }

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private void assertSame(DaemonProcess daemon, Path odd, int exit, String code) {
    String path = odd.toString();
    String torrent = folder.resolve("made.torrent").toString();
    Cli shared = daemon.run("share", path, "--json");
    Cli made = Cli.run("create", path, "-o", torrent, "--json");

    for (Cli run : List.of(shared, made)) {
      assertThat(run.exit()).as(path + run.out()).isEqualTo(exit);
      JsonNode error = Json.read(run.out()).path("error");
      assertThat(error.path("code").asString()).as(path).isEqualTo(code);
      assertThat(error.path("message").asString()).contains(path);
    }
  }

  /** A pipe would hold up whoever opens it for ever. */
  @Test
  void aPipeInsideOfAFolderHoldsUpNobody() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.up(folder, "ana")) {
      Path shared = Files.createDirectory(folder.resolve("shared"));
      Files.writeString(shared.resolve("note.txt"), "a note");
      pipe("shared/pipe");

      Cli run = daemon.run("share", shared.toString(), "--wait");

      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(daemon.json("list", "my").path("total").asInt()).isEqualTo(2);
    }
  }

  /** What a daemon complains of is said in the language of whoever asked, all of it. */
  @Test
  void theDaemonsFaultsAreTranslated() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.up(folder, "ana")) {
      assertThat(daemon.run("unshare", "/srv/x", "--lang", "pt-BR").err())
          .contains("/srv/x não está entre o que é compartilhado")
          .doesNotContain("is not shared");
      assertThat(daemon.run("share", "/dev/null", "--lang", "pt-BR").err())
          .contains("/dev/null não é arquivo comum nem pasta")
          .doesNotContain("neither");
      assertThat(daemon.run("group", "join", "somewhere", "--lang", "pt-BR").err().strip())
          .isEqualTo("minibit: 'somewhere' não é HOST:PORTA nem um link de convite");
      assertThat(daemon.run("browse", "nobody", "--lang", "pt-BR").err())
          .contains("nenhum membro se chama nobody")
          .doesNotContain("is called");
    }
  }
}
