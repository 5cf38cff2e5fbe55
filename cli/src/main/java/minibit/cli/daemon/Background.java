package minibit.cli.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.OwnProgram;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Status;

/** Starts a daemon in a process of its own and returns once its API answers. */
final class Background {
  /** A daemon answers after a second; a machine that swaps gets this long. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration STEP = Duration.ofMillis(50);

  private final Context context;

  Background(Context context) {
    this.context = context;
  }

  /**
   * Starts it.
   *
   * @param arguments of {@code up}, without the flag that led here
   * @return what the new daemon says of itself
   */
  Status start(List<String> arguments) throws IOException, CliException, InterruptedException {
    Path logs = Files.createDirectories(context.home().resolve("logs"));
    Path spoken = logs.resolve("start.log");
    Process process = spawn(arguments, spoken);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Status> status = ask(process.pid());
      if (status.isPresent()) {
        return status.get();
      }
      if (!process.isAlive()) {
        throw new StartLog(spoken).failure(process.exitValue());
      }
      if (context.interrupts().await(STEP)) {
        process.destroy();
        throw new InterruptedException();
      }
    }
    process.destroy();
    throw new CliException(ExitCode.FAILURE, "background-slow", PATIENCE.toSeconds(), spoken);
  }

  private Process spawn(List<String> arguments, Path spoken) throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own: closing the terminal is not meant for the daemon.
    setsid().ifPresent(path -> command.add(path.toString()));
    List<String> up = new ArrayList<>(List.of("up", "--no-shell", "--json"));
    up.addAll(List.of("--home", context.home().toAbsolutePath().toString()));
    up.addAll(arguments);
    command.addAll(OwnProgram.commandLine(up));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(spoken.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.remove("MINIBIT_TTY");
    environment.remove("MINIBIT_PARENT");
    return builder.start();
  }

  private static Optional<Path> setsid() {
    return List.of("/usr/bin/setsid", "/bin/setsid").stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Optional<Status> ask(long pid) throws IOException {
    Optional<ApiAddress> address = ApiAddress.read(context.home());
    if (address.filter(known -> known.pid() == pid).isEmpty()) {
      return Optional.empty();
    }
    try (ApiClient client = ApiClient.of(context.home())) {
      return Optional.of(client.status());
    } catch (ApiException e) {
      // It is just about to answer.
      return Optional.empty();
    }
  }
}
