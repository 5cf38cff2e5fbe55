package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.cli.Cli;
import minibit.cli.FakeDaemon;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands that begin transfers, and those that wait for them. */
class FetchingTest {
  @TempDir Path folder;

  private final FakeDaemon daemon = new FakeDaemon("ana");

  @Test
  void getWaitsUntilItIsWholeAndSaysWhoSigned() {
    Cli run = Cli.run(daemon, "get", "ab12", "--out", folder.toString());

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.err()).contains("notes.txt (1.5 KiB), signed by ana");
    assertThat(run.out()).contains("Complete and verified: /srv/downloads/notes.txt (1.5 KiB in");
    assertThat(daemon.asked().getFirst()).contains("out=Optional[" + folder);
  }

  @Test
  void verboselyItShowsWhatCameFromWhom() {
    Cli run = Cli.run(daemon, "get", "ab12", "-v");

    assertThat(run.out()).contains("peer", "192.0.2.1:6881", "192.0.2.2:6881", "768 B");
  }

  @Test
  void programsSeeProgressAndThenTheEnd() {
    Cli run = Cli.run(daemon, "get", "ab12", "--json");

    assertThat(run.exit()).isZero();
    List<JsonNode> events = run.out().lines().map(Json::read).toList();
    assertThat(events.getFirst().path("event").asString()).isEqualTo("progress");
    assertThat(events.getFirst().path("total").asLong()).isEqualTo(1536);
    JsonNode complete = events.getLast();
    assertThat(complete.path("event").asString()).isEqualTo("complete");
    assertThat(complete.path("name").asString()).isEqualTo("notes.txt");
    assertThat(complete.path("dir").asString()).isEqualTo("/srv/downloads");
    assertThat(complete.path("bytes").asLong()).isEqualTo(1536);
    assertThat(complete.path("verified").asBoolean()).isTrue();
    assertThat(complete.path("peers")).hasSize(2);
  }

  @Test
  void getReturnsAtOnceIfNobodyWantsToWait() {
    Cli run = Cli.run(daemon, "get", "ab12", "cd34", "--no-wait", "--from", "ana,bia");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out()).contains("not signed");
    assertThat(daemon.asked())
        .hasSize(2)
        .allMatch(question -> question.contains("from=[ana, bia]"));
  }

  @Test
  void aFailedTransferEndsTheCommandWithItsReason() {
    Cli full = Cli.run(daemon.troubled("disk-full", "no room in /srv"), "get", "ab12");
    assertThat(full.exit()).isEqualTo(1);
    assertThat(full.err()).contains("no room in /srv");

    FakeDaemon forged = new FakeDaemon("ana").troubled("bad-signature", "not what ana signed");
    assertThat(Cli.run(forged, "get", "ab12").exit()).isEqualTo(5);
  }

  @Test
  void everythingThatFitsIsFetchedAndFollowed() {
    Cli run = Cli.run(daemon, "get", "--all", "notes", "--follow");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("3 fit, 1 of them are here or under way; fetching 2 (1.6 KiB)")
        .contains("/srv/downloads/notes.txt (90 B)")
        .contains("2 of 2 files are complete");
    assertThat(run.err()).contains("remove f1");
    Cli json = Cli.run(new FakeDaemon("ana"), "get", "--all", "notes", "--json");
    List<JsonNode> lines = json.out().lines().map(Json::read).toList();
    assertThat(lines.getFirst().path("started")).hasSize(2);
    assertThat(lines.getLast().path("event").asString()).isEqualTo("complete");
  }

  @Test
  void oneThatFailsAmongManyIsTheExitCode() {
    Cli run = Cli.run(daemon.troubled("bad-signature", "forged"), "get", "--all", "notes");

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("notes.txt: ");
    assertThat(run.out()).contains("0 of 2 files");
  }

  @Test
  void badTorrentsAndLinksAreToldWhereTheyAre() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.torrent"), "d4:infod4:name1:xee");

    assertThat(Cli.run(daemon, "add", bad.toString()).exit()).isEqualTo(1);
    assertThat(Cli.run(daemon, "add", "magnet:?dn=x").exit()).isEqualTo(1);
    assertThat(Cli.run(daemon, "add", folder.resolve("none").toString()).exit()).isEqualTo(3);
    assertThat(daemon.asked()).isEmpty();
  }

  @Test
  void anyLinkIsAdded() {
    String magnet = "magnet:?xt=urn:btih:" + "a".repeat(40);

    assertThat(Cli.run(daemon, "add", magnet).out()).contains("notes.txt: fetching");
    assertThat(Cli.run(daemon, "add", magnet, "--wait").out()).contains("Complete and verified");
    assertThat(daemon.asked().getFirst()).contains(magnet);
  }

  @Test
  void transfersAreListedPausedResumedLimitedAndRemoved() {
    Cli.run(daemon, "get", "ab12", "--no-wait");

    assertThat(Cli.run(daemon, "list", "transfers").out())
        .contains("notes.txt", "fetching", "33.3 %", "Following '*.pdf'");
    assertThat(Cli.run(daemon, "pause", "ab12").out()).contains("notes.txt: ");
    assertThat(Cli.run(daemon, "resume", "ab12", "--json").out()).contains("\"transfers\":[{");
    assertThat(Cli.run(daemon, "limit", "ab12", "--up", "1M").out()).contains("up 1.0 MiB/s");
    assertThat(Cli.run(daemon, "remove", "ab12", "--data").out()).contains("files deleted");
    assertThat(daemon.asked()).contains("remove ab12 true");
    assertThat(Cli.run(daemon, "pause", "ab12").exit()).isEqualTo(3);
  }
}
