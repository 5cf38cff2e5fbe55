package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
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
}
