package minibit.cli.transfer;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.HostPort;
import minibit.core.words.Sentence;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.PortInUseException;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentException;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.engine.TorrentStatus.State;
import minibit.daemon.trace.TraceFile;

/**
 * One torrent in an engine of its own, watched until it is complete, fails, or the user wants the
 * end. Closing tells the trackers and frees the port; Ctrl-C does the same.
 */
public final class Transfer implements AutoCloseable {
  /** How soon completion and failure are noticed. */
  private static final Duration STEP = Duration.ofMillis(50);

  private static final long STEPS_PER_TICK = ProgressReport.TICK.dividedBy(STEP);

  private final Context context;
  private final Engine engine;
  private final Torrent torrent;
  private final Runnable closer;
  private final Instant began = Instant.now();

  private Transfer(Context context, Engine engine, Torrent torrent, Runnable closer) {
    this.context = context;
    this.engine = engine;
    this.torrent = torrent;
    this.closer = closer;
  }

  /** Opens the engine and adds the torrent. A port in use is told with the flag that changes it. */
  public static Transfer start(Context context, TransferOptions options, TorrentSpec spec)
      throws IOException, CliException {
    EngineSettings settings = options.settings(context.home());
    if (options.trace().isEmpty()) {
      return start(context, settings, spec, () -> {});
    }
    TraceFile trace = TraceFile.open(options.trace().get());
    try {
      return start(context, settings.withTrace(trace), spec, trace::close);
    } catch (IOException | CliException | RuntimeException e) {
      trace.close();
      throw e;
    }
  }

  private static Transfer start(
      Context context, EngineSettings settings, TorrentSpec spec, Runnable last)
      throws IOException, CliException {
    Engine engine = open(settings);
    Runnable closer =
        () -> {
          engine.close();
          last.run();
        };
    context.interrupts().onInterrupt(closer);
    try {
      return new Transfer(context, engine, engine.add(spec), closer);
    } catch (TorrentException e) {
      closer.run();
      throw failure(e);
    }
  }

  private static Engine open(EngineSettings settings) throws IOException, CliException {
    try {
      return Engine.open(settings);
    } catch (PortInUseException e) {
      throw new CliException(
          ExitCode.FAILURE, "port-in-use", HostPort.text(e.address()), "--listen");
    }
  }

  /** The torrent, to change wishes or ask for the metadata. */
  public Torrent torrent() {
    return torrent;
  }

  /** Where peers reach us. */
  public InetSocketAddress listening() {
    return engine.listenAddress();
  }

  /**
   * Waits until what lies in the folder was looked at, and wants all of it to be there: OK or
   * INTERRUPTED.
   */
  public int untilChecked() throws CliException, InterruptedException {
    return untilWhole(true);
  }

  /**
   * Shows progress until every wanted piece is verified: OK, or INTERRUPTED. A torrent that cannot
   * go on is thrown as the user is told it.
   */
  public int untilComplete() throws CliException, InterruptedException {
    return untilWhole(false);
  }

  private int untilWhole(boolean mustBeThere) throws CliException, InterruptedException {
    Semaphore bell = new Semaphore(0);
    Runnable wake = bell::release;
    context.interrupts().onInterrupt(wake);
    try {
      var unused = torrent.completed().whenComplete((_, _) -> wake.run());
      ProgressReport report = new ProgressReport(context);
      for (int step = 0; !isOver(); step++) {
        if (bell.tryAcquire(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
          continue;
        }
        TorrentStatus status = torrent.status();
        check(status);
        if (mustBeThere) {
          requireNothingMissing(status);
        }
        if (step % STEPS_PER_TICK == 0) {
          report.show(status, elapsed());
        }
      }
      if (context.interrupts().interrupted()) {
        return ExitCode.INTERRUPTED;
      }
      confirm();
      if (!mustBeThere) {
        report.show(torrent.status(), elapsed());
      }
      return ExitCode.OK;
    } finally {
      context.interrupts().forget(wake);
    }
  }

  private boolean isOver() {
    return torrent.completed().isDone() || context.interrupts().interrupted();
  }

  private void requireNothingMissing(TorrentStatus status) throws CliException {
    if (status.state() == State.DOWNLOADING) {
      throw new CliException(
          ExitCode.VERIFICATION_FAILED,
          "not-complete",
          status.piecesHave(),
          status.pieces(),
          torrent.folder());
    }
  }

  /** Shows how it serves until the user wants the end: INTERRUPTED. */
  public int untilInterrupted() throws CliException, InterruptedException {
    ProgressReport report = new ProgressReport(context);
    while (!context.interrupts().await(ProgressReport.TICK)) {
      TorrentStatus status = torrent.status();
      check(status);
      report.show(status, elapsed());
    }
    return ExitCode.INTERRUPTED;
  }

  private void confirm() throws CliException {
    try {
      torrent.completed().join();
    } catch (CancellationException e) {
      throw new CliException(ExitCode.INTERRUPTED, "stopped");
    } catch (CompletionException e) {
      throw e.getCause() instanceof TorrentException known
          ? failure(known)
          : CliException.of(
              ExitCode.FAILURE, "internal", Sentence.plain(String.valueOf(e.getCause())), e);
    }
  }

  private void check(TorrentStatus status) throws CliException {
    if (status.state() == State.FAILED && status.problem().isPresent()) {
      TorrentStatus.Problem problem = status.problem().get();
      throw failure(new TorrentException(problem.code(), problem.sentence()));
    }
  }

  private static CliException failure(TorrentException e) {
    int exit =
        switch (e.code()) {
          case "file-missing" -> ExitCode.NOT_FOUND;
          case "denied" -> ExitCode.DENIED;
          default -> ExitCode.FAILURE;
        };
    return CliException.of(exit, e.code(), e.sentence(), e);
  }

  /** Time since the start. */
  public Duration elapsed() {
    return Duration.between(began, Instant.now());
  }

  /** The same in seconds, to the millisecond. */
  public BigDecimal seconds() {
    return BigDecimal.valueOf(elapsed().toMillis(), 3).setScale(3, RoundingMode.UNNECESSARY);
  }

  @Override
  public void close() {
    context.output().status(List.of());
    closer.run();
    context.interrupts().forget(closer);
  }
}
