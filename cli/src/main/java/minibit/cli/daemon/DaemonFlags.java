package minibit.cli.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.HostPort;
import minibit.daemon.config.ListenAt;
import minibit.daemon.config.Settings;
import minibit.daemon.config.Settings.FlagValue;
import minibit.daemon.config.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that stand for settings. */
final class DaemonFlags {
  @Option(names = "--name", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = "--group", paramLabel = "GROUP")
  private @Nullable String group;

  @Option(names = "--join", paramLabel = "HOST:PORT|LINK")
  private List<String> join = new ArrayList<>();

  @Option(names = "--listen", paramLabel = "IP:PORT", converter = HostPort.class)
  private @Nullable InetSocketAddress listen;

  @Option(names = "--member", paramLabel = "IP:PORT", converter = HostPort.class)
  private @Nullable InetSocketAddress member;

  @Option(names = "--api", paramLabel = "IP:PORT", converter = HostPort.class)
  private @Nullable InetSocketAddress api;

  @Option(names = "--tls-cert", paramLabel = "FILE")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE")
  private @Nullable Path key;

  @Option(names = "--no-lsd")
  private boolean noLsd;

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private List<String> set = new ArrayList<>();

  /** The settings in force with these flags. */
  Settings settings(Context context) throws IOException, CliException {
    try {
      return Settings.load(context.home(), context.environment(), values());
    } catch (SettingsException e) {
      throw CliException.of(ExitCode.USAGE, e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The flags once more, as words of a command line. */
  List<String> arguments() throws CliException {
    List<String> arguments = new ArrayList<>();
    for (FlagValue value : values()) {
      arguments.addAll(List.of("--set", value.key() + "=" + value.text()));
    }
    return arguments;
  }

  private List<FlagValue> values() throws CliException {
    List<FlagValue> values = new ArrayList<>();
    for (String pair : set) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new CliException(ExitCode.USAGE, "bad-set", pair);
      }
      String key = pair.substring(0, equals).strip();
      values.add(new FlagValue("--set", key, pair.substring(equals + 1).strip()));
    }
    add(values, "--name", "daemon.name", name);
    add(values, "--group", "group.name", group);
    add(values, "--join", "discovery.join", join.isEmpty() ? null : String.join(",", join));
    add(values, "--listen", "listen.peer", text(listen));
    add(values, "--member", "listen.member", text(member));
    add(values, "--api", "listen.api", text(api));
    add(values, "--tls-cert", "listen.api-certificate", text(certificate));
    add(values, "--tls-key", "listen.api-key", text(key));
    add(values, "--no-lsd", "discovery.multicast", noLsd ? "false" : null);
    return values;
  }

  private static void add(List<FlagValue> values, String flag, String key, @Nullable String value) {
    if (value != null) {
      values.add(new FlagValue(flag, key, value));
    }
  }

  private static @Nullable String text(@Nullable Path file) {
    return file == null ? null : file.toAbsolutePath().toString();
  }

  private static @Nullable String text(@Nullable InetSocketAddress address) {
    return address == null ? null : ListenAt.of(address).text();
  }
}
