package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One client at work: a process whose output goes to a log, stopped by its own process id and never
 * by name.
 */
public abstract class Running implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(8);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final int TAIL_LINES = 25;

  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Running::stopAll));
  }

  private final String name;
  private final Process process;
  private final Path log;

  /** A process that writes to a log. */
  protected Running(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a process in a folder, with its output and its errors in one log. */
  public static Process spawn(
      Path log, Path home, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      STARTED.add(process);
      process.onExit().thenAccept(STARTED::remove);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing outlives the tests, even if they are stopped in the middle. */
  private static void stopAll() {
    STARTED.forEach(Process::destroy);
  }

  /** Listening, and its files checked. */
  protected abstract boolean ready();

  /** In possession of every byte, by its own account. */
  protected abstract boolean complete();

  /** Waits until it is ready. */
  public void awaitReady() {
    await("is ready", START, this::ready);
  }

  void awaitComplete(Duration limit) {
    await("is complete", limit, this::complete);
  }

  /** Waits for a condition, and gives up at once when the process has ended without it. */
  public void await(String what, Duration limit, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(GLANCE)
          .atMost(limit)
          .until(() -> holds(condition, what));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          name + ": not within " + limit.toSeconds() + " s: " + what + "\n" + tail(), e);
    }
  }

  private boolean holds(BooleanSupplier condition, String what) {
    boolean alive = process.isAlive();
    if (condition.getAsBoolean()) {
      return true;
    }
    if (!alive) {
      throw new AssertionError(
          name + " ended with " + process.exitValue() + " before it " + what + "\n" + tail());
    }
    return false;
  }

  /** The process. */
  protected Process process() {
    return process;
  }

  String name() {
    return name;
  }

  /** What the process has said so far. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String tail() {
    List<String> lines = said().lines().toList();
    return "log "
        + log
        + ":\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** Asks the process to end and waits for it; one that does not is killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
