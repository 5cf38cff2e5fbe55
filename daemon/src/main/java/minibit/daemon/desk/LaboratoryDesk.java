package minibit.daemon.desk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import minibit.core.words.Sentence;
import minibit.daemon.api.Laboratory;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;
import minibit.daemon.api.model.LaboratoryStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of the laboratory: one at a time, with the least priority, the last few kept. Any thread.
 */
public final class LaboratoryDesk implements AutoCloseable {
  /** Runs kept to be looked at: a few to compare, some hundred kilobytes. */
  private static final int MAX_KEPT = 10;

  private static final Logger LOG = LoggerFactory.getLogger(LaboratoryDesk.class);

  private final Optional<Laboratory> laboratory;
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private long number;

  /** A desk; without a laboratory it says so. */
  public LaboratoryDesk(Optional<Laboratory> laboratory) {
    this.laboratory = laboratory;
  }

  /** One run. */
  private static final class Run {
    final LaboratoryRequest request;
    volatile double progress;
    volatile boolean cancelled;
    volatile LaboratoryRun.State state = LaboratoryRun.State.RUNNING;
    volatile List<LaboratoryRun.Result> results = List.of();
    volatile Optional<String> problem = Optional.empty();

    Run(LaboratoryRequest request) {
      this.request = request;
    }
  }

  private Laboratory required() {
    return laboratory.orElseThrow(
        () ->
            ApiException.notFound(
                "no-laboratory", Sentence.of("no-laboratory", "this daemon has no laboratory")));
  }

  /** What can be played. */
  public LaboratoryMenu menu() {
    return required().menu();
  }

  /**
   * Begins a run.
   *
   * @throws ApiException with {@code bad-run}, {@code laboratory-busy}, {@code no-laboratory}
   */
  public synchronized LaboratoryStart start(LaboratoryRequest request) {
    Laboratory plays = required();
    try {
      plays.check(request);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("bad-run", String.valueOf(e.getMessage()));
    }
    if (runs.values().stream().anyMatch(run -> run.state == LaboratoryRun.State.RUNNING)) {
      throw ApiException.conflict(
          "laboratory-busy",
          Sentence.of(
              "laboratory-busy", "one run at a time: wait for the end of the other, or end it"));
    }
    while (runs.size() >= MAX_KEPT) {
      runs.remove(runs.keySet().iterator().next());
    }
    String id = "run-" + ++number;
    Run run = new Run(request);
    runs.put(id, run);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("minibit-laboratory")
            .priority(Thread.MIN_PRIORITY)
            .unstarted(() -> play(plays, run));
    thread.start();
    return new LaboratoryStart(id);
  }

  private static void play(Laboratory plays, Run run) {
    try {
      run.results = plays.play(run.request, share -> run.progress = share, () -> run.cancelled);
      run.progress = 1;
      run.state = LaboratoryRun.State.DONE;
    } catch (CancellationException e) {
      run.problem = Optional.of("it was ended");
      run.state = LaboratoryRun.State.FAILED;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOG.error("a run of the laboratory failed", e);
      run.problem = Optional.of(String.valueOf(e));
      run.state = LaboratoryRun.State.FAILED;
    }
  }

  /** A run now. */
  public synchronized LaboratoryRun run(String id) {
    Run run = find(id);
    return new LaboratoryRun(id, run.request, run.state, run.progress, run.results, run.problem);
  }

  private Run find(String id) {
    Run run = runs.get(id);
    if (run == null) {
      throw ApiException.notFound(
          "no-such-run", Sentence.of("no-such-run", "there is no run {0}", id));
    }
    return run;
  }

  /** Ends a run, or forgets one that has ended. */
  public synchronized void remove(String id) {
    find(id).cancelled = true;
    if (find(id).state != LaboratoryRun.State.RUNNING) {
      runs.remove(id);
    }
  }

  /** Ends what runs. */
  @Override
  public synchronized void close() {
    runs.values().forEach(run -> run.cancelled = true);
  }
}
