package minibit.cli.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.config.TomlSettings;
import minibit.daemon.run.Configuration;

/**
 * {@code config}: every setting, its value in force and who says so: of the daemon if one runs with
 * this home, else as it would start.
 */
public final class ConfigCommand implements Command {
  private boolean defaults;

  @Override
  public void declare(Arguments arguments) {
    arguments.flag(on -> defaults = on, "--defaults");
  }

  @Override
  public int run(Context context) throws IOException, CliException {
    if (defaults) {
      context.output().line(TomlSettings.commented().stripTrailing());
      return ExitCode.OK;
    }
    Optional<ConfigList> running = ofDaemon(context);
    ConfigList config =
        running.isPresent()
            ? running.get()
            : Configuration.list(new DaemonFlags().settings(context), context.home());
    if (context.output().isJson()) {
      context.output().json(json(config, running.isPresent()));
    } else {
      print(context, config);
      context
          .output()
          .note(
              context.text(
                  running.isPresent() ? "config.running" : "config.not-running", config.file()));
    }
    return ExitCode.OK;
  }

  private static Optional<ConfigList> ofDaemon(Context context) throws IOException {
    if (ApiAddress.read(context.home()).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(context.daemon().config());
    } catch (ApiException e) {
      if (e.code().equals(ApiException.NO_DAEMON)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Map<String, Object> json(ConfigList config, boolean running) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", config.file());
    json.put("running", running);
    json.put("settings", config.settings());
    return json;
  }

  private static void print(Context context, ConfigList config) {
    Output output = context.output();
    String section = "";
    for (ConfigList.Setting setting : config.settings()) {
      String own = setting.key().substring(0, setting.key().indexOf('.'));
      if (!own.equals(section)) {
        section = own;
        output.line("[" + section + "]");
      }
      String value = setting.value().isEmpty() ? "\"\"" : output.name(setting.value());
      String line =
          "  "
              + setting.key().substring(own.length() + 1)
              + " = "
              + value
              + "   "
              + source(context, setting);
      boolean changed = !setting.value().equals(setting.standard());
      output.line(changed ? output.styled(Style.HANDLE, line) : line);
    }
  }

  private static String source(Context context, ConfigList.Setting setting) {
    return "("
        + (setting.source().equals("default") ? context.text("config.default") : setting.source())
        + ")";
  }
}
