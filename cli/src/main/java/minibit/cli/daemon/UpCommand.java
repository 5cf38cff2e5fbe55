package minibit.cli.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.frame.Version;
import minibit.cli.output.Output;
import minibit.cli.remote.OpenCommand;
import minibit.cli.shell.Shell;
import minibit.cli.shell.ShellOptions;
import minibit.cli.shell.Target;
import minibit.daemon.api.model.Status;
import minibit.daemon.config.Settings;
import minibit.daemon.run.BadInvitationException;
import minibit.daemon.run.Daemon;
import minibit.daemon.run.DaemonOptions;
import minibit.daemon.run.HomeException;
import minibit.daemon.run.PortTakenException;
import minibit.daemon.share.ShareException;
import minibit.daemon.trace.TraceFile;
import minibit.daemon.trace.WireTrace;
import org.jspecify.annotations.Nullable;

/** {@code up}: the daemon, sharing these paths, until it is stopped. */
public final class UpCommand implements Command {
  private List<Path> paths = new ArrayList<>();
  private final DaemonFlags flags = new DaemonFlags();
  private boolean background;
  private boolean noShell;
  private @Nullable Path trace;

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(0, Kind.PATH, "PATH", values -> paths = values);
    flags.declare(arguments);
    arguments.flag(on -> background = on, "--background");
    arguments.flag(on -> noShell = on, "--no-shell");
    arguments.option(Kind.PATH, "FILE", value -> trace = value, "--trace");
  }

  @Override
  public int run(Context context) throws Exception {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
    }
    Settings settings = flags.settings(context);
    if (background) {
      Status status = new Background(context).start(again());
      tell(context, status);
      return ExitCode.OK;
    }
    if (trace == null) {
      return stay(context, settings, WireTrace.NONE);
    }
    try (TraceFile file = TraceFile.open(trace)) {
      return stay(context, settings, file);
    }
  }

  /** The arguments once more, for the process that stays. */
  private List<String> again() throws CliException {
    List<String> arguments = new ArrayList<>(flags.arguments());
    if (trace != null) {
      arguments.addAll(List.of("--trace", trace.toAbsolutePath().toString()));
    }
    arguments.add("--");
    paths.forEach(path -> arguments.add(path.toAbsolutePath().toString()));
    return arguments;
  }

  private int stay(Context context, Settings settings, WireTrace tracing) throws Exception {
    DaemonOptions options =
        new DaemonOptions(
            context.home(), paths, tracing, Version.NUMBER, Optional.of(new SimLaboratory()));
    try (DaemonLog _ = DaemonLog.open(options.home(), settings, context.verbosity());
        Daemon daemon = start(options, settings)) {
      Runnable closer = daemon::close;
      context.interrupts().onInterrupt(closer);
      boolean shell = !noShell && !context.output().isJson() && Shell.onTerminal(context);
      tell(context, daemon.backend().status());
      int exit = shell ? shell(context, daemon) : await(context, daemon);
      daemon.close();
      context.interrupts().forget(closer);
      return exit;
    }
  }

  private static Daemon start(DaemonOptions options, Settings settings)
      throws IOException, CliException {
    try {
      return Daemon.start(options, settings);
    } catch (BadInvitationException e) {
      throw CliException.of(ExitCode.USAGE, "bad-invitation", e.sentence(), e);
    } catch (HomeException e) {
      throw CliException.of(ExitCode.FAILURE, e.code(), e.sentence(), e);
    } catch (PortTakenException e) {
      throw new CliException(ExitCode.FAILURE, "port-in-use", e.address(), e.flag());
    } catch (ShareException e) {
      throw CliException.of(ExitCode.FAILURE, e.code().id(), e.sentence(), e);
    }
  }

  /** The shell's end is the daemon's; so is the daemon's end, asked for elsewhere, the shell's. */
  private static int shell(Context context, Daemon daemon) throws IOException {
    daemon
        .stopRequest()
        .thenRun(
            () -> {
              if (!context.interrupts().interrupted()) {
                // The terminal waits for a line; the way of Ctrl-C closes and restores everything.
                System.exit(ExitCode.OK);
              }
            });
    Target target = Target.of("minibit", context.home());
    return Shell.run(
        context, new ShellOptions(List.of(target), ShellOptions.Quit.STOPS_DAEMON, false));
  }

  private static int await(Context context, Daemon daemon) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    context.interrupts().onInterrupt(end::countDown);
    daemon.stopRequest().thenRun(end::countDown);
    end.await();
    return context.interrupts().interrupted() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  private void tell(Context context, Status status) {
    Output output = context.output();
    if (output.isJson()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("event", "up");
      line.put("name", status.name());
      line.put("id", status.id());
      line.put("pid", status.pid());
      line.put("home", status.home());
      line.put("group", status.group().name());
      line.put("listen", status.listen());
      output.json(line);
      return;
    }
    output.line(
        context.text(
            "up.running",
            output.name(status.name()),
            output.name(status.group().name()),
            status.pid()));
    output.line(
        context.text(
            "up.listens",
            status.listen().peer(),
            status.listen().member(),
            status.listen().raft(),
            status.listen().api()));
    status
        .listen()
        .apiFingerprint()
        .ifPresent(digits -> output.line(context.text("up.certificate", digits)));
    output.line(context.text("up.home", output.name(status.home())));
    // An address that opens the page belongs on a screen, not into a log.
    output.line(
        output.terminal().out()
            ? context.text("up.page", OpenCommand.code(context.home()).url())
            : context.text("up.hint-page"));
    if (paths.isEmpty() && status.shares().files() == 0) {
      output.line(context.text("up.hint-share"));
    }
    if (background) {
      output.line(context.text("up.hint-background"));
    }
    status.warnings().stream()
        .filter(warning -> warning.contains("trust the LAN"))
        .findFirst()
        .ifPresent(warning -> output.note("! " + context.text("up.lan-trust")));
    output.flush();
  }
}
