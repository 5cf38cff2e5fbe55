package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import minibit.cli.Cli;
import minibit.cli.FakeDaemon;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What commands show of a daemon, to people in both languages and to programs. */
class RemoteCommandsTest {
  private final FakeDaemon daemon = new FakeDaemon("ana");

  private Cli run(String... args) {
    return Cli.run(daemon, args);
  }

  private JsonNode json(String... args) {
    Cli run = run(args);
    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out().lines()).as("one value a line").hasSize(1);
    return Json.read(run.out());
  }

  @Test
  void aSearchSaysWhoHasItWhetherWeDoAndWhoSigned() {
    Cli run = run("search", "notes");

    assertThat(run.exit()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("name").contains("holders", "signed by", "id");
    assertThat(lines.get(1)).contains("notes.txt", "1.5 KiB", "2: ana, bia…", "ana", "ab12000000");
    assertThat(lines.get(2)).contains("90 B", "yes", "1: bia", "nobody", "cd34000000");
  }

  @Test
  void aSearchForProgramsHasThePromisedShape() {
    JsonNode found = json("search", "notes", "--json");

    assertThat(found.path("query").asString()).isEqualTo("notes");
    assertThat(found.path("total").asInt()).isEqualTo(2);
    JsonNode first = found.path("results").path(0);
    assertThat(first.path("id").asString()).isEqualTo(FakeDaemon.NOTES);
    assertThat(first.path("root").asString()).hasSize(64);
    assertThat(first.path("infoHashV1").asString()).hasSize(40);
    assertThat(first.path("have").asBoolean()).isFalse();
    assertThat(first.path("signedBy").path("valid").asBoolean()).isTrue();
    assertThat(first.path("holders").path(1).path("complete").asBoolean()).isFalse();
    assertThat(found.path("results").path(1).path("signedBy").isNull()).isTrue();
  }

  /** A forged signature and none at all are told apart, and a name cannot move the cursor. */
  @Test
  void whatOthersNamedOrSignedIsShownNotObeyed() {
    String shown = run("search", "exe").out();

    assertThat(shown)
        .contains("a\\u001b[2Jb\\u202egpj.exe", "ana: BAD")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void everyFilterReachesTheDaemon() {
    run(
        "search",
        "relat*",
        "final",
        "--type",
        "video,audio",
        "--ext",
        ".mp4",
        "--min-size",
        "1K",
        "--max-size",
        "2GiB",
        "--member",
        "ana",
        "--publisher",
        "bia",
        "--after",
        "2026-01-01",
        "--before",
        "2026-02-01T00:00:00Z",
        "--sort",
        "newest",
        "--offset",
        "3",
        "--limit",
        "4");

    assertThat(daemon.asked().getFirst())
        .contains("q=relat* final", "type=[video, audio]", "ext=[mp4]", "minSize=Optional[1024]")
        .contains("maxSize=Optional[2147483648]", "member=Optional[ana]", "publisher=Optional[bia]")
        .contains("2026-02-01T00:00:00Z", "sort=newest", "offset=3, limit=4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search x --sort best",
        "search x --after yesterday",
        "search x --limit 0",
        "search x --limit 1001",
        "search x --offset -1",
        "search x --min-size big",
        "search",
        "list",
        "list everything",
        "list holders",
        "group dance",
        "group join",
        "group show me",
        "group create",
        "log -n 0",
        "get",
        "get x --follow",
        "get x --all y",
        "export x --magnet -o y",
        "limit --up fast",
        "pause",
        "browse"
      })
  void whatCannotBeMeantIsAUsageErrorAndAsksNothing(String line) {
    Cli run = run(line.split(" "));

    assertThat(run.exit()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).startsWith("minibit: ").doesNotContain("\tat ");
    assertThat(daemon.asked()).isEmpty();
  }

  @Test
  void pagesSayWhatTheyLeaveOut() {
    Cli run = run("list", "net", "--offset", "1", "--limit", "2");

    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.err()).contains("2 to 3 of 4");
    assertThat(run("list", "net", "--offset", "9").err()).contains("only 4");
  }

  @Test
  void answersWithoutATrackerSayThatTheyMayBeOld() {
    daemon.stale();

    assertThat(run("search", "notes").err()).contains("No tracker");
    assertThat(json("search", "notes", "--json").path("stale").asBoolean()).isTrue();
  }

  @Test
  void nothingFoundIsAnAnswer() {
    Cli run = run("search", "nothing", "like", "it");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Nothing fits 'nothing like it'");
  }

  @Test
  void membersShowRolesAndWhoIsAway() {
    String shown = run("list", "members").out();

    assertThat(shown.lines().toList().get(1)).contains("ana (here)", "tracker", "192.0.2.1:7000");
    assertThat(shown.lines().toList().get(3)).contains("rui", "away");
    assertThat(run("group", "members").out()).isEqualTo(shown);
    JsonNode first = json("list", "members", "--json").path("members").path(0);
    assertThat(first.path("role").asString()).isEqualTo("tracker");
    assertThat(first.path("lastSeen").asString()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void holdersShowHowMuchEachHas() {
    Cli run = run("list", "holders", "ab12");

    assertThat(run.out()).contains("ana", "4/4", "bia", "1/4", "192.0.2.1:6881");
    assertThat(json("list", "holders", "ab12", "--json").path("holders")).hasSize(2);
  }

  @Test
  void wordsThatNoFileOfOursFitsSaySo() {
    assertThat(run("list", "my", "nothing").err()).contains("No file fits");
  }

  @Test
  void myFilesShowWhatIsSharedAndWhatStillWaits() {
    Cli run = run("list", "my");

    assertThat(run.out())
        .contains("/srv/docs", "shared, 1 unreadable", "docs/notes.txt", "waits for hashing");
    assertThat(run.err())
        .contains("cannot be read: /srv/docs/secret", "leads out of the share: /srv/docs/out");
    JsonNode mine = json("list", "my", "--json");
    assertThat(mine.path("files").path(1).path("state").asString()).isEqualTo("waiting");
    assertThat(mine.path("shares").path("shares").path(0).path("path").asString())
        .isEqualTo("/srv/docs");
  }

  @Test
  void browseListsOneMember() {
    assertThat(run("browse", "ana").out().lines()).hasSize(5);
    assertThat(run("browse", "nobody").exit()).isEqualTo(3);
  }

  @Test
  void statusTellsRoleEpochTrackerVotersAndVotes() {
    Cli run = run("status");

    assertThat(run.out())
        .contains("ana (a1a1a1a1a1)", "lab (9f9f9f9f9f): 2 of 3 members", "voter", "192.0.2.1:7000")
        .containsPattern("epoch +7")
        .containsPattern("voters +ana, bia")
        .containsPattern("heartbeat +0.4s ago")
        .containsPattern("voted for +ana")
        .containsPattern("votes received +bia")
        .containsPattern("trouble +The group's log cannot be written here: disk full");
    assertThat(run.err()).contains("Still to be hashed: 2 files", "! the member port trusts");
    JsonNode status = json("status", "--json");
    assertThat(status.path("group").path("role").asString()).isEqualTo("voter");
    assertThat(status.path("group").path("sinceHeartbeat").asDouble()).isEqualTo(0.4);
    assertThat(status.path("group").path("trouble").path("code").asString())
        .isEqualTo("log-unwritable");
    assertThat(status.path("shares").path("files").asInt()).isEqualTo(4);
  }

  @Test
  void statusTellsWhatTheCacheIsGoodForAndWhatIsWantedMost() {
    assertThat(run("status").out())
        .containsPattern("cache +1.0 MiB of 4.0 MiB, 50(.0)? ?% hits")
        .containsPattern("most wanted +film.mkv, piece 3, blocks 16 to 31: asked for 120×\n")
        .containsPattern(" +notes.txt, piece 0, blocks 0 to 0: asked for 9× +\\(on disk\\)");
    assertThat(Cli.run(Map.of("LANG", "pt_BR.UTF-8"), daemon, "estado").out())
        .containsPattern("cache +1,0 MiB de 4,0 MiB, 50(,0)? ?% de acertos")
        .containsPattern("mais pedidos +film.mkv, peça 3, blocos 16 a 31: 120×")
        .contains("(no disco)");
    JsonNode cache = json("status", "--json").path("cache");
    assertThat(cache.path("enabled").asBoolean()).isTrue();
    assertThat(cache.path("capacity").asLong()).isEqualTo(4 << 20);
    assertThat(cache.path("hitRate").asDouble()).isEqualTo(0.5);
    assertThat(cache.path("mostWanted").get(0).path("name").asString()).isEqualTo("film.mkv");
    assertThat(cache.path("mostWanted").get(0).path("demand").asInt()).isEqualTo(120);
  }

  @Test
  void portugueseIsSpokenThroughout() {
    Map<String, String> brazil = Map.of("LANG", "pt_BR.UTF-8");

    assertThat(Cli.run(brazil, daemon, "estado").out())
        .contains("votante", "época", "votos recebidos", "há 0,4s", "não pode ser gravado");
    assertThat(Cli.run(brazil, daemon, "buscar", "notes").out())
        .contains("detentores", "assinado por", "1,5 KiB", "ninguém");
    assertThat(Cli.run(brazil, daemon, "listar", "membros").out()).contains("papel", "ausente");
    assertThat(Cli.run(brazil, daemon, "eleicao").out()).contains("época 7 → 8");
    assertThat(Cli.run(brazil, daemon, "get", "notes.txt").err())
        .contains("Mais de um corresponde");
  }

  @Test
  void transfersAreListedByStateAndWords() {
    run("list", "transfers", "ocean", "maps", "--state", "Paused");
    assertThat(daemon.asked()).contains("transfers ocean maps paused");
    assertThat(run("list", "transfers", "--state", "odd").err())
        .contains("'odd'", "active, queued");
  }

  @Test
  void theEndOfTheLogIsShown() {
    assertThat(run("log", "-n", "2").out().lines()).containsExactly("two", "three");
    assertThat(json("log", "--json").path("lines")).hasSize(3);
  }
}
