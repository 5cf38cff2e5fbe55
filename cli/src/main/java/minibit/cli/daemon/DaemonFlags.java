package minibit.cli.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPolicy;
import minibit.daemon.config.ListenAt;
import minibit.daemon.config.Settings;
import minibit.daemon.config.Settings.FlagValue;
import minibit.daemon.config.SettingsException;
import org.jspecify.annotations.Nullable;

/** Flags that stand for settings. */
final class DaemonFlags {
  private @Nullable String name;
  private @Nullable String group;
  private List<String> join = new ArrayList<>();
  private @Nullable InetSocketAddress listen;
  private @Nullable InetSocketAddress member;
  private @Nullable InetSocketAddress api;
  private @Nullable Path certificate;
  private @Nullable Path key;
  private @Nullable EncryptionPolicy encryption;
  private @Nullable UtpPolicy utp;
  private boolean noLsd;
  private boolean noDht;
  private List<String> routers = new ArrayList<>();

  /** Its flags. */
  void declare(Arguments arguments) {
    arguments.option(Kind.TEXT, "NAME", value -> name = value, "--name");
    arguments.option(Kind.TEXT, "GROUP", value -> group = value, "--group");
    arguments.options(Kind.TEXT, "HOST:PORT|LINK", values -> join = values, "--join");
    arguments.option(Kind.ADDRESS, "IP:PORT", value -> listen = value, "--listen");
    arguments.option(Kind.ADDRESS, "IP:PORT", value -> member = value, "--member");
    arguments.option(Kind.ADDRESS, "IP:PORT", value -> api = value, "--api");
    arguments.option(Kind.PATH, "FILE", value -> certificate = value, "--tls-cert");
    arguments.option(Kind.PATH, "FILE", value -> key = value, "--tls-key");
    arguments.option(Kind.ENCRYPTION, "POLICY", value -> encryption = value, "--encryption");
    arguments.option(Kind.UTP, "POLICY", value -> utp = value, "--utp");
    arguments.flag(on -> noLsd = on, "--no-lsd");
    arguments.flag(on -> noDht = on, "--no-dht");
    arguments.options(Kind.TEXT, "HOST:PORT", values -> routers = values, "--dht-router");
    arguments.options(Kind.TEXT, "KEY=VALUE", values -> set = values, "--set");
  }

  private List<String> set = new ArrayList<>();

  /** The settings in force with these flags. */
  Settings settings(Context context) throws IOException, CliException {
    try {
      return Settings.load(context.home(), context.environment(), values());
    } catch (SettingsException e) {
      throw CliException.of(ExitCode.USAGE, e.code(), e.sentence(), e);
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
    add(
        values,
        "--encryption",
        "connections.encryption",
        encryption == null ? null : encryption.word());
    add(values, "--utp", "connections.utp", utp == null ? null : utp.word());
    add(values, "--no-lsd", "discovery.multicast", noLsd ? "false" : null);
    add(values, "--no-lsd", "lsd.enabled", noLsd ? "false" : null);
    add(values, "--no-dht", "dht.enabled", noDht ? "false" : null);
    add(
        values,
        "--dht-router",
        "dht.routers",
        routers.isEmpty() ? null : String.join(",", routers));
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
