package minibit.cli.shell;

import java.nio.file.Path;

/** {@code ~} as the user's own folder, as other shells read it. */
final class Tilde {
  private Tilde() {}

  static Path expand(String path) {
    return Path.of(word(path));
  }

  static String word(String word) {
    if (word.equals("~")) {
      return System.getProperty("user.home");
    }
    return word.startsWith("~/") ? System.getProperty("user.home") + word.substring(1) : word;
  }
}
