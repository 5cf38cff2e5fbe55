package minibit.cli.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import minibit.cli.demo.DemoSwarm.CheckedCopy;
import minibit.cli.demo.DemoSwarm.CheckedFile;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Bar;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import org.jspecify.annotations.Nullable;

/** The story of the demo: start a swarm, watch it, compare every file, stay or leave. */
public final class Demo {
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

  /** On a slow machine the swarm needs some ten seconds; after this something is wrong. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int BAR_WIDTH = 30;

  private final Context context;
  private final Output output;
  private final boolean once;
  private final Instant began = Instant.now();
  private Duration lastLine = Duration.ZERO;

  /** A demo that ends by itself, or stays until interrupted. */
  public Demo(Context context, boolean once) {
    this.context = context;
    this.output = context.output();
    this.once = once;
  }

  /** Runs it in this folder, which is kept, or in one of its own, which is not. */
  public int run(@Nullable Path dir) throws IOException, CliException, InterruptedException {
    Path folder = dir == null ? Files.createTempDirectory("minibit-demo-") : prepared(dir);
    Runnable cleaner = () -> clean(dir == null ? folder : null);
    context.interrupts().onInterrupt(cleaner);
    try {
      output.note(context.text("demo.start", folder));
      DemoSwarm swarm = DemoSwarm.start(folder);
      context.interrupts().onInterrupt(swarm::close);
      try (swarm) {
        return tell(swarm, folder);
      }
    } finally {
      if (!context.interrupts().interrupted()) {
        cleaner.run();
      }
    }
  }

  private static Path prepared(Path dir) throws IOException, CliException {
    Files.createDirectories(dir);
    try (var entries = Files.list(dir)) {
      if (entries.findAny().isPresent()) {
        throw new CliException(ExitCode.FAILURE, "folder-not-empty", dir);
      }
    }
    return dir.toAbsolutePath().normalize();
  }

  private int tell(DemoSwarm swarm, Path folder)
      throws IOException, CliException, InterruptedException {
    while (!swarm.isComplete()) {
      if (context.interrupts().await(STEP)) {
        return ExitCode.INTERRUPTED;
      }
      show(swarm);
      stopIfHopeless(swarm);
    }
    show(swarm);
    output.status(List.of());
    List<CheckedFile> files = swarm.check();
    boolean same =
        files.stream().flatMap(file -> file.copies().stream()).allMatch(CheckedCopy::same);
    tellResult(swarm, files, same);
    if (!same) {
      throw new CliException(ExitCode.VERIFICATION_FAILED, "copies-differ");
    }
    if (once) {
      return ExitCode.OK;
    }
    output.note(context.text("demo.try", swarm.tracker().statsUrl(), swarm.magnet(), folder));
    context.interrupts().await();
    return ExitCode.INTERRUPTED;
  }

  private void show(DemoSwarm swarm) {
    if (output.terminal().err()) {
      output.status(swarm.peers().stream().map(this::bar).toList());
      return;
    }
    Duration since = Duration.between(began, Instant.now());
    if (since.minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = since;
      output.note(
          swarm.peers().stream()
              .map(peer -> peer.name() + " " + percent(peer.state()))
              .collect(Collectors.joining("  ")));
    }
  }

  private String bar(PeerProcess peer) {
    PeerProcess.State state = peer.state();
    return Bar.column(peer.name(), 10)
        + " ▕"
        + output.styledNote(
            peer.isComplete() ? Style.GOOD : Style.HANDLE,
            Bar.of(state.done(), Math.max(1, state.total()), BAR_WIDTH))
        + "▏ "
        + Bar.right(percent(state), 8)
        + context.text("demo.rates", output.rate(state.down()), output.rate(state.up()));
  }

  private String percent(PeerProcess.State state) {
    return output.percent(state.done(), Math.max(1, state.total()));
  }

  private void stopIfHopeless(DemoSwarm swarm) throws IOException, CliException {
    for (PeerProcess peer : swarm.peers()) {
      if (!peer.isAlive()) {
        throw new CliException(ExitCode.FAILURE, "peer-died", peer.name(), peer.trouble());
      }
    }
    if (Duration.between(began, Instant.now()).compareTo(PATIENCE) > 0) {
      String slow =
          swarm.peers().stream()
              .filter(peer -> !peer.isComplete())
              .map(peer -> peer.name() + " " + percent(peer.state()))
              .collect(Collectors.joining(", "));
      throw new CliException(ExitCode.FAILURE, "demo-too-slow", PATIENCE.toSeconds(), slow);
    }
  }

  private void tellResult(DemoSwarm swarm, List<CheckedFile> files, boolean same) {
    Duration time = Duration.between(began, Instant.now());
    BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3);
    if (output.isJson()) {
      List<PeerResult> peers = new ArrayList<>();
      swarm.peers().forEach(peer -> peers.add(PeerResult.of(peer)));
      output.json(new Result("complete", same, seconds, peers, files));
      return;
    }
    for (CheckedFile file : files) {
      output.line(file.name() + "  " + output.bytes(file.size()));
      output.line("  " + Bar.column(context.text("demo.source"), 10) + " " + file.sha256());
      for (CheckedCopy copy : file.copies()) {
        String verdict = verdict(copy.same(), "demo.same", "demo.different");
        output.line("  " + Bar.column(copy.peer(), 10) + " " + copy.sha256() + "  " + verdict);
      }
    }
    for (PeerProcess peer : swarm.peers()) {
      PeerProcess.State state = peer.state();
      output.line(
          context.text(
              "demo.traffic",
              Bar.column(peer.name(), 10),
              output.bytes(state.downloaded()),
              output.bytes(state.uploaded())));
    }
    output.line(
        verdict(
            same,
            "demo.all-same",
            "demo.not-same",
            files.size(),
            swarm.peers().size(),
            output.seconds(time)));
    output.flush();
  }

  private String verdict(boolean good, String goodKey, String badKey, Object... args) {
    return output.styled(
        good ? Style.GOOD : Style.BAD, context.text(good ? goodKey : badKey, args));
  }

  /** The result; a shape that scripts rely on. */
  record Result(
      String event,
      boolean verified,
      BigDecimal seconds,
      List<PeerResult> peers,
      List<CheckedFile> files) {}

  /** What a peer moved. */
  record PeerResult(String name, long downloaded, long uploaded) {
    static PeerResult of(PeerProcess peer) {
      return new PeerResult(peer.name(), peer.state().downloaded(), peer.state().uploaded());
    }
  }

  /** Removes a folder of our own; what cannot be removed is left to the system. */
  private static void clean(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (var tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.getLogger("minibit.cli").log(System.Logger.Level.DEBUG, "while cleaning", e);
    }
  }
}
