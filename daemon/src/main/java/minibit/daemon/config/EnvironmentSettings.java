package minibit.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import minibit.core.words.Sentence;

/** Settings from variables such as {@code MINIBIT_GROUP_HEARTBEAT}. */
final class EnvironmentSettings {
  private EnvironmentSettings() {}

  /**
   * What the variables say. One that begins like a section and names no setting of it is a slip and
   * refused; others ({@code MINIBIT_HOME}) are somebody else's.
   */
  static List<Settings.Said> of(Map<String, String> environment) throws SettingsException {
    List<Settings.Said> said = new ArrayList<>();
    Map<String, String> ordered = new TreeMap<>(environment);
    for (Map.Entry<String, String> variable : ordered.entrySet()) {
      String name = variable.getKey();
      if (Keys.ALL.stream().noneMatch(setting -> name.startsWith(prefix(setting)))) {
        continue;
      }
      Setting<?> setting =
          Keys.ALL.stream()
              .filter(known -> known.variable().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name));
      said.add(new Settings.Said(setting, variable.getValue(), new Source.Environment(name)));
    }
    return said;
  }

  private static String prefix(Setting<?> setting) {
    return setting.variable().substring(0, "MINIBIT_".length() + setting.section().length() + 1);
  }

  private static SettingsException unknown(String name) {
    String nearest = Nearest.of(name, Keys.ALL.stream().map(Setting::variable).toList());
    return new SettingsException(
        "unknown-setting",
        nearest.isEmpty()
            ? Sentence.of("no-such-variable", "{0}: no setting has this variable", name)
            : Sentence.of(
                "no-such-variable-like",
                "{0}: no setting has this variable; did you mean {1}?",
                name,
                nearest));
  }
}
