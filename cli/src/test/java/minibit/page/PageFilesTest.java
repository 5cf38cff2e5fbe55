package minibit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be said of the page's files without a browser. */
class PageFilesTest {
  private static final Path FILES =
      Path.of(Objects.requireNonNullElse(System.getProperty("minibit.root"), ".."))
          .resolve("web/src/main/resources/minibit/web");

  private static final Pattern IMPORT =
      Pattern.compile("(?:from|import)\\s*\\(?\\s*'(\\.[^']+)'", Pattern.MULTILINE);
  private static final Pattern KEY = Pattern.compile("\\bt\\(\\s*'([a-zA-Z][\\w.-]*)'");
  private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);

  // A language that misses a sentence, or a value in it, would show half of what is meant.
  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    Map<String, String> english = words("en");
    Map<String, String> portuguese = words("pt-BR");

    assertThat(portuguese.keySet()).isEqualTo(english.keySet());
    english.forEach(
        (key, text) -> assertThat(holes(portuguese.get(key))).as(key).isEqualTo(holes(text)));
    assertThat(portuguese.values()).noneMatch(String::isBlank);
  }

  // A key that no table has would be shown instead of words.
  @Test
  void everyKeyInTheProgramHasWords() throws IOException {
    Map<String, String> english = words("en");
    for (Path file : programs()) {
      Matcher key = KEY.matcher(Files.readString(file));
      while (key.find()) {
        String name = key.group(1);
        assertThat(english.keySet())
            .as("%s in %s", name, FILES.relativize(file))
            .anyMatch(known -> known.equals(name) || known.equals(name + ".other"));
      }
    }
  }

  // Nothing bundles or checks the modules: an import of a file that is not there shows only when a
  // browser comes to it.
  @Test
  void everyImportLeadsToAFile() throws IOException {
    for (Path file : programs()) {
      Matcher found = IMPORT.matcher(Files.readString(file));
      while (found.find()) {
        assertThat(Objects.requireNonNull(file.getParent()).resolve(found.group(1)).normalize())
            .as("imported by %s", FILES.relativize(file))
            .isRegularFile();
      }
    }
  }

  // The policy refuses inline code and styles; what the browser would refuse shall not be written.
  @Test
  void nothingIsInlineButTheImportMap() throws IOException {
    String index = Files.readString(FILES.resolve("index.html"));
    List<String> inline = new ArrayList<>();
    Matcher script = SCRIPT.matcher(index);
    while (script.find()) {
      if (!script.group(1).contains("src=")) {
        inline.add(script.group(1).strip());
      }
    }
    assertThat(inline).containsExactly("type=\"importmap\"");
    assertThat(index).doesNotContain("<style", "style=", "onload=", "onclick=", "http:", "https:");
    for (Path file : programs()) {
      assertThat(Files.readString(file))
          .as(FILES.relativize(file).toString())
          .doesNotContain(
              "style=\"", "style=$", "unsafeHTML", ".innerHTML", "eval(", "document.write");
    }
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(FILES.resolve("app"))) {
      return files.filter(file -> file.toString().endsWith(".js")).sorted().toList();
    }
  }

  private static Map<String, String> words(String language) throws IOException {
    Map<String, String> words = new TreeMap<>();
    collect("", JsonMapper.shared().readTree(FILES.resolve("i18n/" + language + ".json")), words);
    return words;
  }

  private static void collect(String prefix, JsonNode node, Map<String, String> words) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue(),
                      words));
    } else {
      words.put(prefix, node.asString());
    }
  }

  private static TreeSet<String> holes(@org.jspecify.annotations.Nullable String text) {
    TreeSet<String> holes = new TreeSet<>();
    Matcher hole = HOLE.matcher(Objects.requireNonNullElse(text, ""));
    while (hole.find()) {
      holes.add(hole.group(1));
    }
    return holes;
  }
}
