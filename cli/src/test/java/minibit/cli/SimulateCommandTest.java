package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        "liar --picker=super-seeding"
      })
  void whatCannotBePlayedIsSaid(String line) {
    Cli run = Cli.run(("simulate " + line).split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isNotBlank().doesNotContain("\tat ").doesNotContain("error.");
  }
}
