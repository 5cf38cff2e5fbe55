package minibit.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import minibit.cli.FakeDaemon;
import minibit.cli.shell.ShellOptions.Quit;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script piped into the shell runs without anybody there. */
class ScriptTest {
  @TempDir Path folder;

  private final FakeDaemon daemon = new FakeDaemon("ana");

  private ShellRun run(String... lines) {
    return ShellRun.script(Map.of(), options(false), lines);
  }

  private ShellOptions options(boolean strict) {
    return new ShellOptions(
        List.of(new Target("ana", folder, home -> daemon)), Quit.CLOSES_SHELL, strict);
  }

  @Test
  void linesRunInOrderWithoutPromptsOrNumbers() {
    ShellRun run = run("# a comment", "", "search notes", "status --json", "quit", "election");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("notes.txt")
        .contains("{\"name\":\"ana\"")
        .doesNotContain("> ", "#");
    assertThat(run.err()).doesNotContain("Type a number");
    assertThat(daemon.asked()).doesNotContain("election");
  }

  @Test
  void theLastCommandSaysHowItWent() {
    assertThat(run("browse nobody", "list members").exit()).isZero();
    ShellRun failed = run("list members", "browse nobody");
    assertThat(failed.exit()).isEqualTo(3);
    assertThat(failed.err()).contains("Line 2 failed with exit code 3");
    assertThat(run("browse nobody", "", "# done").exit()).isEqualTo(3);
  }

  /** What is to be typed for help is a line of the shell, and works as one. */
  @Test
  void faultyLinesPointToTheShellsHelp() {
    assertThat(run("search").err()).contains("See 'help search'.").doesNotContain("--help");
    assertThat(run("group invite --nonsense").err()).contains("See 'help group'.");
    assertThat(run("nonsense").err()).contains("See 'help'.");
    assertThat(run("help group").out()).contains("Usage: minibit group");
  }

  @Test
  void strictlyTheFirstFailureIsTheEnd() {
    ShellRun run =
        ShellRun.script(Map.of(), options(true), "list members", "browse nobody", "election");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(daemon.asked()).doesNotContain("election");
  }

  /** Nobody can be asked, so nothing is guessed. */
  @Test
  void ambiguousNamesAreRefused() {
    ShellRun run = run("download notes.txt");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("ab12000000", "cd34000000");
  }

  @Test
  void downloadTakesWhateverNamesAContent() throws Exception {
    Path torrent = folder.resolve("my notes.torrent");
    Files.writeString(
        torrent,
        "d4:infod6:lengthi5e4:name1:x12:piece lengthi16384e6:pieces20:" + "p".repeat(20) + "ee");

    assertThat(run("download ab12").exit()).isZero();
    assertThat(run("download 'ação final.mp4'").exit()).isZero();
    assertThat(run("baixar magnet:?xt=urn:btih:" + "a".repeat(40)).exit()).isZero();
    assertThat(run("download '" + torrent + "' --no-wait").out()).contains("notes.txt: ");
    assertThat(daemon.asked().stream().filter(each -> each.startsWith("fetch")))
        .hasSize(4)
        .anyMatch(each -> each.contains("id=Optional[ação final.mp4]"))
        .anyMatch(each -> each.contains("magnet=Optional[magnet:"))
        .anyMatch(each -> each.contains("torrent=Optional["));
  }

  @Test
  void portugueseWordsWorkInEveryLanguage() {
    ShellRun run =
        ShellRun.script(
            Map.of("LANG", "pt_BR"),
            options(false),
            "buscar notes",
            "listar rede",
            "estado",
            "sair");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out()).contains("detentores", "votante");
    assertThat(run("eleição", "atualizar", "registro").exit()).isZero();
  }

  @Test
  void helpListsWhatCanBeDoneHere() {
    ShellRun english = run("help", "help search", "help download");
    assertThat(english.out())
        .contains("election", "download", "Usage: minibit search")
        .doesNotContain("demo ");
    ShellRun portuguese = ShellRun.script(Map.of("LANG", "pt_BR"), options(false), "ajuda");
    assertThat(portuguese.out()).contains("search, buscar", "quit, sair", "Busca em todo o grupo");
  }

  @Test
  void mistakesAreToldAndTheScriptGoesOn() {
    ShellRun run = run("serch x", "get 'open", "shell", "use nobody", "election");

    assertThat(run.err())
        .contains(
            "Did you mean 'search'", "quote is not closed", "Not inside of a shell", "nobody");
    assertThat(run.exit()).isZero();
    assertThat(daemon.asked()).contains("election");
  }

  @Test
  void oneShellSpeaksToSeveralDaemons() {
    FakeDaemon other = new FakeDaemon("bia");
    ShellOptions both =
        new ShellOptions(
            List.of(
                new Target("peer1", folder.resolve("1"), home -> daemon),
                new Target("peer2", folder.resolve("2"), home -> other)),
            Quit.STOPS_DAEMON,
            false);

    ShellRun run =
        ShellRun.script(Map.of(), both, "status", "use peer2", "status", "use", "use peer9");

    assertThat(run.out()).containsSubsequence("ana (", "bia (", "  peer1", "* peer2");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(daemon.asked()).containsExactly("status");
  }

  @Test
  void withoutADaemonThereIsNoShell() {
    ShellOptions gone =
        new ShellOptions(
            List.of(
                new Target(
                    "ana",
                    folder,
                    home -> {
                      throw ApiException.noDaemon(
                          Sentence.plain("no daemon runs with the home " + home));
                    })),
            Quit.CLOSES_SHELL,
            false);

    ShellRun run = ShellRun.script(Map.of(), gone, "help");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
  }

  /** A daemon that was restarted has another address. */
  @Test
  void aDaemonThatCameBackIsFoundAgain() {
    FakeDaemon before = new FakeDaemon("ana");
    int[] connects = {0};
    ShellOptions options =
        new ShellOptions(
            List.of(new Target("ana", folder, home -> connects[0]++ == 0 ? before : daemon)),
            Quit.CLOSES_SHELL,
            false);
    ShellRun.Step step = () -> before.failing(ApiException.noDaemon(Sentence.plain("gone")));

    ShellRun run = ShellRun.script(options, step, "election", "election", "election");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(daemon.asked()).isNotEmpty();
  }
}
