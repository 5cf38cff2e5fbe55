package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code simulate}, small. */
class SimulateCommandTest {
  @Test
  void aSimulationReportsInJsonAndIsTheSameEachTime() {
    String[] line = {"simulate", "flash-crowd", "--peers", "4", "--size", "2M", "--json"};
    Cli run = Cli.run(line);
    JsonNode report = Json.read(run.out().strip());

    assertThat(run.exit()).isZero();
    assertThat(report.get("scenario").asString()).isEqualTo("flash-crowd");
    assertThat(report.get("peers").asInt()).isEqualTo(4);
    assertThat(report.get("pieces").asInt()).isEqualTo(8);
    assertThat(report.get("last").asDouble()).isGreaterThan(report.get("bound").asDouble());
    for (String key : new String[] {"seed", "ratio", "median", "entropy", "duplicateBytes"}) {
      assertThat(report.has(key)).as(key).isTrue();
    }
    assertThat(Cli.run(line).out()).isEqualTo(run.out());
  }

  @Test
  void itIsReadByPeopleToo() {
    assertThat(Cli.run("simulate", "liar", "--peers", "3", "--size", "2M").out())
        .contains("3 of 3 peers", "banned the liar");
  }

  @Test
  void anUnknownScenarioIsAUsageError() {
    Cli run = Cli.run("simulate", "nonsense");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("nonsense", "flash-crowd").doesNotContain("\tat ");
  }

  /**
   * Several strategies and seeds: medians of each, the first one's at the top as of a single run.
   */
  @Test
  void strategiesAreCompared() {
    Cli run =
        Cli.run(
            "simulate",
            "free-riders",
            "--peers=8",
            "--pieces=8",
            "--picker=rarest,super-seeding",
            "--naive=poll",
            "--engine=pieces",
            "--seeds=3",
            "--json");
    JsonNode report = Json.read(run.out().strip());

    assertThat(run.exit()).isZero();
    assertThat(report.get("picker").asString()).isEqualTo("rarest");
    assertThat(report.get("seeds").size()).isEqualTo(3);
    assertThat(report.get("results").size()).isEqualTo(3);
    assertThat(report.get("results").get(1).get("picker").asString()).isEqualTo("super-seeding");
    assertThat(report.get("results").get(2).get("picker").asString()).isEqualTo("poll");
    assertThat(report.get("results").get(0).get("freeRiders").get("peers").asInt()).isEqualTo(2);
    assertThat(report.get("results").get(0).get("runs").size()).isEqualTo(3);
  }

  /** The page brings everything along, in the reader's language. */
  @Test
  void thePageNeedsNoNetwork(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("report.html");
    Path picture = folder.resolve("picture.svg");
    Cli run =
        Cli.run(
            "--lang=pt-BR",
            "simulate",
            "locality",
            "--peers=8",
            "--pieces=8",
            "--engine=pieces",
            "--picker=rarest,random",
            "--html=" + page,
            "--svg=" + picture,
            "--chart=trade");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("rarest / tit-for-tat", "random / tit-for-tat", "razão");
    assertThat(Files.readString(page))
        .contains("lang=\"pt-BR\"", "<svg", "Cópias entre locais", "prefers-color-scheme:dark")
        .doesNotContain("<script", "href=", "src=", "simulate.report.");
    assertThat(Files.readString(picture)).startsWith("<svg xmlns=").contains("<style>");
  }

  /** What cannot be played is said before anything runs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flash-crowd --picker=best",
        "flash-crowd --choker=nobody",
        "flash-crowd --naive=magic",
        "flash-crowd --engine=diesel",
        "flash-crowd --chart=cake",
        "flash-crowd --free-riders=2",
        "flash-crowd --peers=100001",
        "flash-crowd --peers=100000 --pieces=1000",
        "flash-crowd --peers=2000 --engine=wire",
        "flash-crowd --seeds=5000",
        "liar --naive=poll",
        "liar --picker=super-seeding",
        "liar --engine=pieces"
      })
  void whatCannotBePlayedIsSaid(String line) {
    Cli run = Cli.run(("simulate " + line).split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isNotBlank().doesNotContain("\tat ").doesNotContain("error.");
  }

  /** Whoever is refused reads which number it was, and what it may be. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pieces=30000 --engine=pieces | 30000 pieces are too many: the engine pieces plays 20000",
        "--pieces=30000 --picker=super-seeding | the engine pieces plays 20000",
        "--peers=1 --size=900G --engine=pieces | 3686400 pieces are too many",
        "--peers=1 --size=2T | a torrent has 4194304",
        "--peers=0 | --peers takes a number from 1 to 100000",
        "--pieces=0 | --pieces takes",
        "--pieces=-1 | --pieces takes",
        "--size=0 | --size takes",
        "--up=1 --down=1 | at least 1K a second",
        "--seeds=0 | --seeds takes",
        "--seeds=-1 | --seeds takes",
        "--seed=abc | is no whole number up to 9223372036854775807",
        "--pieces=99999999999 | is no whole number up to 2147483647",
        "--html=/no/such/folder/x | there is no such folder",
        "--free-riders=0.1 | --free-riders does something in the scenario free-riders only",
        "--local=0.1 | --local does something in the scenario locality only",
        "--chart=trade | --svg FILE, which is missing",
        "--engine=wire --picker=super-seeding | write --engine pieces",
        "--peers=1000 --pieces=4001 | fetch 64016000 blocks; the engine wire plays 64000000 at most",
        "--peers=1000 --pieces=20000 --engine=wire | some 1953 MiB of memory"
      })
  void theReasonIsSaid(String flags, String reason) {
    Cli run = Cli.run(("simulate flash-crowd " + flags).split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(reason);
    assertThat(run.out()).isEmpty();
  }

  /** One table, one engine; what could not be measured is a dash, and null. */
  @Test
  void allAreComparedInOneEngine() {
    String[] line = {
      "simulate", "flash-crowd", "--peers=4", "--pieces=8", "--picker=all", "--naive=one-holder"
    };
    Cli run = Cli.run(line);
    JsonNode report =
        Json.read(
            Cli.run(Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new))
                .out());

    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("Super-seeding is played by the engine pieces only");
    assertThat(run.out()).contains("Engine pieces", "a model of their own");
    for (int i = 0; i < 5; i++) {
      assertThat(report.get("results").get(i).get("engine").asString()).isEqualTo("pieces");
    }
    JsonNode naive = report.get("results").get(5);
    assertThat(naive.get("engine").asString()).isEqualTo("naive");
    assertThat(naive.get("entropy").isNull()).isTrue();
    assertThat(naive.get("fairness").isNull()).isTrue();
  }
}
