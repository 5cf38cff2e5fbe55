package minibit.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.FakeDaemon;
import minibit.cli.shell.ShellOptions.Quit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody types at a terminal: prompts, completion, questions, Ctrl-C and Ctrl-D. */
class TerminalShellTest {
  @TempDir Path home;

  private final FakeDaemon daemon = new FakeDaemon("ana");
  private final List<TypedShell> opened = new ArrayList<>();

  private TypedShell open(Quit quit) throws Exception {
    Target target = new Target("ana", home, path -> daemon);
    TypedShell shell = TypedShell.open(new ShellOptions(List.of(target), quit, false));
    opened.add(shell);
    shell.waitFor("ana> ");
    return shell;
  }

  @AfterEach
  void close() throws Exception {
    for (TypedShell shell : opened) {
      shell.close();
    }
  }

  @Test
  void aSearchIsNumberedAndANumberFetches() throws Exception {
    TypedShell shell = open(Quit.CLOSES_SHELL);
    shell.type("search notes\n");
    shell.waitFor("Type a number");
    shell.type("2\n");
    shell.waitFor("Complete and verified");
    shell.type("download 9\n");
    shell.waitFor("no-such-number", "number 9");
    shell.type("quit\n");

    assertThat(shell.exit()).isZero();
    assertThat(daemon.asked())
        .anyMatch(each -> each.contains("id=Optional[" + FakeDaemon.OTHER_NOTES));
  }

  /** What fits several is asked about; Enter means none of them. */
  @Test
  void severalMatchesAreAskedAbout() throws Exception {
    TypedShell shell = open(Quit.CLOSES_SHELL);
    shell.type("download notes.txt\n");
    shell.waitFor("Which one?");
    shell.type("7\n");
    shell.waitForTimes("Which one?", 2);
    shell.type("1\n");
    shell.waitFor("Complete and verified");
    shell.type("list holders notes.txt\n");
    shell.waitForTimes("Which one?", 3);
    shell.type("\n");
    shell.waitFor("None was chosen");

    assertThat(daemon.asked()).anyMatch(each -> each.contains("id=Optional[" + FakeDaemon.NOTES));
  }

  @Test
  void tabCompletesCommandsMembersResultsAndPaths() throws Exception {
    Path folder = Files.createDirectory(home.resolve("my folder"));
    TypedShell shell = open(Quit.CLOSES_SHELL);
    shell.type("brow\t");
    shell.waitFor("browse ");
    shell.type("an\t\n");
    shell.waitFor("ação final.mp4");
    shell.type("export --mag\taç\t\n");
    shell.waitFor("magnet:?xt=urn:btih:ef56");
    shell.type("share " + home + "/my\t\n");
    shell.waitFor("docs", "shared, 1 unreadable");

    assertThat(daemon.asked()).contains("browse ana", "share " + folder.toRealPath());
  }

  @Test
  void ctrlCCancelsWhatRunsAndNothingElse() throws Exception {
    daemon.stuck();
    TypedShell shell = open(Quit.CLOSES_SHELL);
    shell.type("download ab12\n");
    shell.waitUntil(() -> daemon.asked().stream().anyMatch(each -> each.startsWith("transfer ")));
    shell.type("\u0003");
    shell.waitFor("goes on fetching");
    shell.waitForTimes("ana> ", 2);
    shell.type("half a line");
    shell.waitFor("half a line");
    shell.type("\u0003");
    shell.waitForTimes("ana> ", 3);
    shell.type("election\n");
    shell.waitFor("Tracker: bia");
    shell.type("\u0004");

    assertThat(shell.exit()).isZero();
    assertThat(shell.text()).contains("The daemon goes on");
  }

  /** The shell of a demo ends it all, but not for a line that was only thought better of. */
  @Test
  void amongSeveralDaemonsCtrlCOnAnEmptyLineIsTheEnd() throws Exception {
    List<Target> two =
        List.of(new Target("one", home, path -> daemon), new Target("two", home, path -> daemon));
    TypedShell shell = TypedShell.open(new ShellOptions(two, Quit.CLOSES_SHELL, false));
    opened.add(shell);
    shell.waitFor("one> ");
    shell.type("half a line");
    shell.waitFor("half a line");
    shell.type("\u0003");
    shell.waitForTimes("one> ", 2);
    shell.type("use two\n");
    shell.waitFor("two> ");
    shell.type("\u0003");

    assertThat(shell.exit()).isZero();
  }

  @Test
  void groupChangesWantAYes() throws Exception {
    TypedShell shell = open(Quit.CLOSES_SHELL);
    shell.type("group leave\n");
    shell.waitFor("End the membership?");
    shell.type("\n");
    shell.waitFor("Nothing was done");
    shell.type("group leave\n");
    shell.waitForTimes("End the membership?", 2);
    shell.type("yes\n");
    shell.waitUntil(() -> daemon.asked().contains("leave"));
  }

  @Test
  void theShellOfAStartedDaemonEndsWithIt() throws Exception {
    TypedShell shell = open(Quit.STOPS_DAEMON);
    shell.type("down\n");

    assertThat(shell.exit()).isZero();
    assertThat(shell.text()).contains("Leaving the group and stopping");
    assertThat(daemon.asked()).doesNotContain("shutdown");
  }

  /** What was typed is remembered in the home, for its owner only; answers are not. */
  @Test
  void linesAreRememberedPrivately() throws Exception {
    TypedShell shell = open(Quit.CLOSES_SHELL);
    shell.type("list members\n");
    shell.waitFor("192.0.2.2");
    shell.type("group leave\n");
    shell.waitFor("End the membership?");
    shell.type("nope\n");
    shell.waitFor("Nothing was done");
    shell.type("quit\n");
    shell.exit();

    Path history = home.resolve("history");
    assertThat(history).content().contains("list members", "group leave").doesNotContain("nope");
    assertThat(Files.getPosixFilePermissions(history))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
