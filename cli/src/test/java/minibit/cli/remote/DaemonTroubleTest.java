package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import minibit.cli.Cli;
import minibit.cli.FakeDaemon;
import minibit.cli.output.Json;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What goes wrong ends with its own exit code and one sentence, whatever the command. */
class DaemonTroubleTest {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("down"),
          List.of("status"),
          List.of("share"),
          List.of("unshare", "/srv"),
          List.of("refresh"),
          List.of("search", "x"),
          List.of("list", "my"),
          List.of("list", "net"),
          List.of("list", "members"),
          List.of("list", "transfers"),
          List.of("list", "holders", "x"),
          List.of("browse", "ana"),
          List.of("get", "x"),
          List.of("get", "--all", "x"),
          List.of("add", "magnet:?xt=urn:btih:" + "a".repeat(40)),
          List.of("pause", "x"),
          List.of("resume", "x"),
          List.of("remove", "x"),
          List.of("limit"),
          List.of("limit", "x"),
          List.of("export", "x"),
          List.of("election"),
          List.of("group"),
          List.of("log"),
          List.of("shell"));

  @TempDir Path home;

  @Test
  void withoutADaemonEveryCommandSaysHowToStartOne() {
    for (List<String> command : COMMANDS) {
      Cli run =
          Cli.run(
              java.util.Map.of("MINIBIT_HOME", home.toString()), command.toArray(String[]::new));

      assertThat(run.exit()).as(command + run.err()).isEqualTo(4);
      assertThat(run.err()).as(command.toString()).contains("No daemon", "minibit up");
      assertThat(run.out()).as(command.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad-query, 2",
    "401, bad-token, 6",
    "403, forbidden, 6",
    "404, not-found, 3",
    "409, already-shared, 1",
    "409, ambiguous, 2",
    "422, bad-signature, 5",
    "503, no-tracker, 4",
    "504, timeout, 4",
    "500, internal, 1"
  })
  void statusesBecomeExitCodes(int status, String code, int exit) {
    for (List<String> command : COMMANDS.subList(0, COMMANDS.size() - 1)) {
      FakeDaemon daemon =
          new FakeDaemon("ana").failing(new ApiException(status, code, "the reason, in English"));

      Cli run = Cli.run(daemon, command.toArray(String[]::new));

      assertThat(run.exit()).as(command + run.err()).isEqualTo(exit);
      assertThat(run.err()).contains("the reason, in English").doesNotContain("\tat ");
    }
  }

  /** A name that fits several contents is never guessed: the candidates are told, to both. */
  @Test
  void whatFitsSeveralIsListed() {
    for (String command : List.of("get", "export")) {
      Cli run = Cli.run(new FakeDaemon("ana"), command, "notes.txt");

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines().toList())
          .hasSize(3)
          .anyMatch(line -> line.contains("1.5 KiB") && line.contains("ab12000000"))
          .anyMatch(line -> line.contains("90 B") && line.contains("cd34000000"));
    }
    Cli json = Cli.run(new FakeDaemon("ana"), "list", "holders", "notes.txt", "--json");
    assertThat(json.exit()).isEqualTo(2);
    JsonNode error = Json.read(json.out()).path("error");
    assertThat(error.path("code").asString()).isEqualTo("ambiguous");
    assertThat(error.path("candidates")).hasSize(2);
    assertThat(error.path("candidates").path(0).path("id").asString()).isEqualTo(FakeDaemon.NOTES);
  }

  /** Who names what is not there sees what a search would have found. */
  @Test
  void whatIsNearIsListed() {
    ApiException missing =
        new ApiException(
            404,
            "no-such-file",
            Sentence.plain("nobody in the group has 'note'"),
            List.of(new Candidate(FakeDaemon.NOTES, "notes.txt", 90, "text/plain", 1)));

    Cli run = Cli.run(new FakeDaemon("ana").failing(missing), "get", "note");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("A search for it finds:").contains("notes.txt");
  }

  @Test
  void whatADaemonSaysCannotMoveTheCursor() {
    FakeDaemon daemon =
        new FakeDaemon("ana")
            .failing(ApiException.failed("odd", Sentence.plain("x" + FakeDaemon.EVIL)));

    assertThat(Cli.run(daemon, "status").err()).contains("\\u001b").doesNotContain("\u001b");
  }
}
