package minibit.daemon.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.PieceMap;
import minibit.core.swarm.SwarmStatus;
import minibit.core.wire.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The run of one torrent that goes on now, if any does. Only its control steps begin and end one;
 * any thread looks.
 */
final class CurrentRun {
  private final Host host;
  private final TorrentSpec spec;
  private final StatusReport report;
  private volatile @Nullable Active active;

  /** What exists only while it runs. */
  private record Active(
      SwarmRun run,
      SwarmActor<?> actor,
      Supplier<Optional<SwarmStatus>> status,
      IntFunction<Optional<PieceMap>> map) {}

  CurrentRun(Host host, TorrentSpec spec, StatusReport report) {
    this.host = host;
    this.spec = spec;
    this.report = report;
  }

  /** A run that asks its peers for the metadata begins. */
  void ask(SwarmRun run, SwarmActor<MetadataSwarm> actor) {
    run.begin(actor::post, List.of());
    active = new Active(run, actor, Optional::empty, _ -> Optional.empty());
    publish(run);
  }

  /** A run over open files begins, and adopts what the one that asked for the metadata has. */
  void adopt(RunMaker.Made made, LinkPhase link, boolean isPrivate) {
    SwarmRun run = made.run();
    publish(run);
    run.begin(made.actor()::post, link.handOver(run().orElse(null), run, isPrivate));
    active =
        new Active(
            run,
            made.actor(),
            () -> report.ask(made.actor()),
            parts -> report.ask(made.actor(), swarm -> swarm.pieceMap(parts)));
  }

  private void publish(SwarmRun run) {
    if (!spec.closed()) {
      host.network().publish(run);
    }
  }

  /** The run, while there is one. */
  Optional<SwarmRun> run() {
    return Optional.ofNullable(active).map(Active::run);
  }

  /** Whether it is this one, and not one before. */
  boolean is(SwarmRun run) {
    Active now = active;
    return now != null && now.run() == run;
  }

  /** Its swarm, unless that has no metadata yet or is busy for long. */
  Optional<SwarmStatus> status() {
    Active now = active;
    return now == null ? Optional.empty() : now.status().get();
  }

  /** How common the pieces are, in at most so many parts; empty as the status is. */
  Optional<PieceMap> pieceMap(int parts) {
    Active now = active;
    return now == null ? Optional.empty() : now.map().apply(parts);
  }

  /** Ends the run; says whether there was one. */
  boolean end() {
    Active now = active;
    active = null;
    if (now == null) {
      return false;
    }
    host.network().withdraw(now.run());
    now.status().get().ifPresent(report::runEnds);
    now.run().stop(CloseReason.SHUTDOWN);
    now.actor().stop();
    return true;
  }
}
