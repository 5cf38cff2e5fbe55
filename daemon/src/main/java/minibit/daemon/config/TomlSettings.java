package minibit.daemon.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import minibit.core.words.Sentence;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Settings from {@code minibit.toml}, and such a file with every default explained. */
public final class TomlSettings {
  /** A settings file is a page or two; a larger one is another file by mistake. */
  private static final long MOST_BYTES = 1 << 20;

  private static final int LINE = 96;

  private TomlSettings() {}

  static List<Settings.Said> read(Path file) throws IOException, SettingsException {
    if (!Files.exists(file)) {
      return List.of();
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new SettingsException(
          "bad-toml",
          Sentence.of("toml-too-large", "{0}: larger than a settings file can be", file));
    }
    TomlParseResult toml;
    try {
      toml = Toml.parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new SettingsException(
          "bad-toml", Sentence.of("toml-not-utf8", "{0}: is not UTF-8 text", file));
    }
    if (!toml.errors().isEmpty()) {
      TomlParseError first = toml.errors().getFirst();
      throw new SettingsException(
          "bad-toml",
          Sentence.of(
              "toml-wrong",
              "{0}:{1}: {2}",
              file,
              first.position().line(),
              String.valueOf(first.getMessage())));
    }
    List<Settings.Said> said = new ArrayList<>();
    List<List<String>> paths = new ArrayList<>(toml.keyPathSet(false));
    paths.sort(Comparator.comparingInt(path -> line(toml, path)));
    for (List<String> path : paths) {
      said.add(said(file, toml, path));
    }
    return said;
  }

  private static Settings.Said said(Path file, TomlParseResult toml, List<String> path)
      throws SettingsException {
    int line = line(toml, path);
    String key = String.join(".", path);
    Setting<?> setting =
        Keys.named(key).orElseThrow(() -> Settings.unknown(file + ":" + line, key, Keys.ALL));
    Object value = Objects.requireNonNull(toml.get(path));
    if (value instanceof TomlTable) {
      throw new SettingsException(
          "bad-setting",
          Sentence.of("toml-no-section", "{0}:{1}: {2} is no section", file, line, key));
    }
    return new Settings.Said(setting, value, new Source.File(file, line));
  }

  private static int line(TomlTable toml, List<String> path) {
    var position = toml.inputPositionOf(path);
    return position == null ? 0 : position.line();
  }

  /** A settings file that changes nothing: every setting as a comment, with its reason. */
  public static String commented() {
    StringBuilder text =
        new StringBuilder(
            "# Settings of a minibit daemon. Take the # before a line away to change its value;\n"
                + "# variables such as MINIBIT_GROUP_HEARTBEAT and flags win over this file.\n");
    String section = "";
    for (Setting<?> setting : Keys.ALL) {
      if (!setting.section().equals(section)) {
        section = setting.section();
        text.append("\n[").append(section).append("]\n");
      }
      text.append('\n');
      wrapped(setting.reason() + " Takes " + setting.kind().unit().text() + ".", text);
      text.append('#').append(setting.name()).append(" = ").append(toml(setting)).append('\n');
    }
    return text.toString();
  }

  private static <T> String toml(Setting<T> setting) {
    return setting.kind().toml(setting.defaults());
  }

  private static void wrapped(String sentence, StringBuilder text) {
    int column = 0;
    for (String word : sentence.split(" ")) {
      if (column > 0 && column + 1 + word.length() > LINE) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "# " : " ").append(word);
      column += word.length() + (column == 0 ? 2 : 1);
    }
    text.append('\n');
  }
}
