package minibit.daemon.run;

import java.nio.file.Path;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.config.Setting;
import minibit.daemon.config.Settings;

/** Settings as the API lists them. */
public final class Configuration {
  private Configuration() {}

  /** Every setting with its value in force, its default, and who says so. */
  public static ConfigList list(Settings settings, Path home) {
    return new ConfigList(
        home.resolve(Settings.FILE).toString(),
        settings.all().stream().map(Configuration::setting).toList());
  }

  private static <T> ConfigList.Setting setting(Settings.InForce<T> value) {
    Setting<T> setting = value.setting();
    return new ConfigList.Setting(
        setting.key(),
        value.text(),
        setting.kind().text(setting.defaults()),
        setting.kind().unit().text(),
        setting.reason(),
        value.source().text());
  }
}
