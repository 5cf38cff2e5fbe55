package minibit.cli.command;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.HostPort;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.tracker.EventLines;
import minibit.cli.tracker.WatchTable;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.SwarmView;
import minibit.core.announce.registry.TrackerEvent;
import minibit.daemon.trace.TraceFile;
import minibit.daemon.trace.WireTrace;
import minibit.daemon.tracker.TrackerServer;
import minibit.daemon.tracker.TrackerSettings;
import minibit.daemon.tracker.TrackerStats;
import org.jspecify.annotations.Nullable;

/** {@code tracker}: a tracker alone, pleasant to watch, until Ctrl-C. */
public final class TrackerCommand implements Command {
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration PLAIN_LINE = Duration.ofSeconds(5);

  /** Lines of the table: a usual terminal is not much higher. */
  private static final int MOST_LINES = 40;

  private @Nullable InetSocketAddress http;
  private @Nullable String udp;
  private int blocks = RegistrySettings.DEFAULTS.blocks();
  private long interval = RegistrySettings.DEFAULTS.interval().toSeconds();
  private boolean watch;
  private @Nullable Path trace;

  @Override
  public void declare(Arguments arguments) {
    arguments.option(Kind.ADDRESS, "IP:PORT", value -> http = value, "--http");
    arguments.special(new SeedCommand.OptionalAddress(), "IP:PORT", value -> udp = value, "--udp");
    arguments.option(Kind.COUNT, "N", value -> blocks = value, "--blocks");
    arguments.option(Kind.NUMBER, "S", value -> interval = value, "--interval");
    arguments.flag(on -> watch = on, "--watch");
    arguments.option(Kind.PATH, "FILE", value -> trace = value, "--trace");
  }

  @Override
  public int run(Context context) throws IOException, CliException, InterruptedException {
    TrackerSettings settings = settings(listen(context));
    EventLines lines = new EventLines(context.output(), context.messages(), InstantSource.system());
    Consumer<TrackerEvent> events = watch && !context.output().isJson() ? _ -> {} : lines;
    TraceFile file = trace == null ? null : TraceFile.open(trace);
    if (file != null) {
      context.interrupts().onInterrupt(file::close);
    }
    try (TrackerServer server = start(settings, events, file == null ? WireTrace.NONE : file)) {
      context.interrupts().onInterrupt(server::close);
      say(context, server);
      if (watch) {
        watch(context, server);
      } else {
        context.interrupts().await();
      }
    } finally {
      if (file != null) {
        file.close();
      }
    }
    return ExitCode.OK;
  }

  private InetSocketAddress listen(Context context) throws CliException {
    if (http != null) {
      return http;
    }
    Map<String, String> environment = context.environment();
    String host = environment.getOrDefault("TRACKER_HOST", "127.0.0.1");
    String port =
        environment.getOrDefault("TRACKER_PORT", String.valueOf(TrackerSettings.DEFAULT_PORT));
    boolean bare = host.contains(":") && !host.startsWith("[");
    return new HostPort().convert((bare ? "[" + host + "]" : host) + ":" + port);
  }

  /** Without an address UDP is taken where HTTP is. */
  private Optional<InetSocketAddress> udp(InetSocketAddress listen) throws CliException {
    if (udp == null) {
      return Optional.empty();
    }
    return Optional.of(udp.isEmpty() ? listen : new HostPort().convert(udp));
  }

  private TrackerSettings settings(InetSocketAddress listen) throws CliException {
    int mostBlocks = RegistrySettings.DEFAULTS.limits().blocks();
    if (blocks < 1 || blocks > mostBlocks) {
      throw new CliException(ExitCode.USAGE, "bad-blocks", String.valueOf(mostBlocks));
    }
    if (interval < 1 || interval > 3600) {
      throw new CliException(ExitCode.USAGE, "bad-interval");
    }
    return TrackerSettings.at(listen)
        .withUdp(udp(listen))
        .with(
            RegistrySettings.DEFAULTS
                .withBlocks(blocks)
                .withInterval(Duration.ofSeconds(interval)));
  }

  private static TrackerServer start(
      TrackerSettings settings, Consumer<TrackerEvent> events, WireTrace trace)
      throws IOException, CliException {
    try {
      return TrackerServer.start(settings, events, trace);
    } catch (TrackerServer.UdpBindException e) {
      throw new CliException(ExitCode.FAILURE, "udp-port-in-use", HostPort.text(e.address()));
    } catch (BindException e) {
      throw new CliException(
          ExitCode.FAILURE, "tracker-port-in-use", HostPort.text(settings.listen()));
    }
  }

  private static void say(Context context, TrackerServer server) {
    String address = HostPort.text(server.address());
    if (context.output().isJson()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("event", "listening");
      line.put("http", address);
      line.put("announce", "http://" + address + "/announce");
      server
          .udpAddress()
          .ifPresent(
              udp -> {
                line.put("udp", HostPort.text(udp));
                line.put("announceUdp", udpUrl(udp));
              });
      context.output().json(line);
    } else {
      context.output().line(context.text("tracker.listening", "http://" + address + "/announce"));
      server
          .udpAddress()
          .ifPresent(
              udp -> context.output().line(context.text("tracker.listening-udp", udpUrl(udp))));
      context.output().flush();
    }
  }

  private static String udpUrl(InetSocketAddress udp) {
    return "udp://" + HostPort.text(udp) + "/announce";
  }

  private static void watch(Context context, TrackerServer server) throws InterruptedException {
    boolean terminal = context.output().terminal().err() && !context.output().isJson();
    String last = "";
    while (!context.interrupts().await(terminal ? REDRAW : PLAIN_LINE)) {
      List<SwarmView> swarms = server.view(TrackerStats.MOST_PEERS);
      if (terminal) {
        context
            .output()
            .status(WatchTable.lines(swarms, MOST_LINES, context.output(), context.messages()));
      } else {
        last = plain(context, swarms, last);
      }
    }
    context.output().status(List.of());
  }

  /** Where nothing can be redrawn: a line when something changed. */
  private static String plain(Context context, List<SwarmView> swarms, String last) {
    Output output = context.output();
    String now = WatchTable.summary(swarms, context.messages());
    if (!now.equals(last)) {
      if (output.isJson()) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "swarms");
        line.put("swarms", TrackerStats.swarms(swarms));
        output.json(line);
      } else {
        WatchTable.lines(swarms, MOST_LINES, output, context.messages()).forEach(output::line);
        output.flush();
      }
    }
    return now;
  }
}
