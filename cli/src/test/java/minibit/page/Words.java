package minibit.page;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import minibit.interop.Workspace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page's own words in one language. */
record Words(String language, String name, JsonNode table) {
  private static final Path FOLDER =
      Workspace.ROOT.resolve("web/src/main/resources/minibit/web/i18n");

  /** The table of a language: {@code en} or {@code pt-BR}. */
  static Words of(String language) {
    String name = language.equals("en") ? "English" : "Português (Brasil)";
    return new Words(
        language, name, JsonMapper.shared().readTree(FOLDER.resolve(language + ".json")));
  }

  /** The table of the language that a page speaks. */
  static Words current(Page page) {
    return of(String.valueOf(page.evaluate("() => document.documentElement.lang")));
  }

  /** The words for a key such as {@code nav.search}. */
  String say(String key) {
    JsonNode at = table;
    for (String part : key.split("\\.")) {
      at = at.path(part);
    }
    if (!at.isString()) {
      throw new AssertionError(language + " has no words for " + key);
    }
    return at.asString();
  }
}
