package minibit.cli.daemon;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;
import minibit.sim.Laboratory;
import minibit.sim.Scenario;
import minibit.sim.SimulationReport;
import minibit.sim.Watch;

/** The simulator, as a daemon offers it to its page. Any thread. */
final class SimLaboratory implements minibit.daemon.api.Laboratory {
  @Override
  public LaboratoryMenu menu() {
    return new LaboratoryMenu(
        Arrays.stream(Scenario.values()).map(Scenario::word).toList(),
        Arrays.stream(PickRule.values()).map(PickRule::word).toList(),
        // Where nobody serves nothing happens: the simulator refuses it.
        Arrays.stream(ChokeRule.values())
            .filter(rule -> rule != ChokeRule.NOBODY)
            .map(ChokeRule::word)
            .toList(),
        Laboratory.MAX_PEERS,
        Laboratory.MAX_PIECES,
        Laboratory.MAX_STRATEGIES);
  }

  @Override
  public void check(LaboratoryRequest request) {
    Laboratory.Request unused = request(request);
  }

  @Override
  public List<LaboratoryRun.Result> play(
      LaboratoryRequest request, DoubleConsumer progress, BooleanSupplier cancelled) {
    Watch watch =
        new Watch() {
          @Override
          public void progress(double share) {
            progress.accept(share);
          }

          @Override
          public boolean isCancelled() {
            return cancelled.getAsBoolean();
          }
        };
    return Laboratory.run(request(request), watch).stream().map(SimLaboratory::result).toList();
  }

  private static Laboratory.Request request(LaboratoryRequest request) {
    return new Laboratory.Request(
        Scenario.ofWord(request.scenario())
            .orElseThrow(() -> unknown("scenario", request.scenario())),
        request.peers(),
        request.pieces(),
        request.seed(),
        request.pickers().stream()
            .map(word -> PickRule.ofWord(word).orElseThrow(() -> unknown("picker", word)))
            .toList(),
        request.chokers().stream()
            .map(word -> ChokeRule.ofWord(word).orElseThrow(() -> unknown("choker", word)))
            .toList());
  }

  private static IllegalArgumentException unknown(String what, String word) {
    return new IllegalArgumentException("there is no " + what + " " + word);
  }

  private static Optional<Double> some(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static LaboratoryRun.Result result(SimulationReport report) {
    return new LaboratoryRun.Result(
        report.strategy().picker(),
        report.strategy().choker(),
        report.bound(),
        report.last(),
        some(report.ratio()),
        some(report.median()),
        some(report.entropy()),
        report.duplicateBytes(),
        report.completion().stream()
            .map(point -> List.of(point.seconds(), point.value()))
            .toList());
  }
}
