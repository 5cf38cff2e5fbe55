package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import minibit.cli.frame.GlobalOptions;
import minibit.cli.frame.Messages;
import minibit.core.metainfo.BadMetainfo;
import minibit.daemon.disk.CreateException;
import minibit.sim.Scenario;
import minibit.sim.report.Pictures;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every text exists in both languages, every text used exists, and none is left over. */
class MessagesCompleteTest {
  /** Keys of the parser that no source names. */
  private static final Pattern PARSER_KEY = Pattern.compile("(minibit|usage)\\..*|[a-z-]+");

  /** A key as sources name it: text("a.b"), has("a.b"), or the code of an error. */
  private static final Pattern TEXT =
      Pattern.compile("text\\(\\s*\"([a-z][a-z.-]*\\.[a-z.-]*[a-z])\"");

  private static final String REPORT = "simulate.report.";

  private static final Pattern CODE =
      Pattern.compile(
          "(?:new CliException\\(\\s*[\\w.]+,|complaints\\.usage\\(|[?:] usage\\(|text\\()"
              + "\\s*\"([a-z-]+)\"");

  /** A code that a daemon answers with, and English words that nobody can translate. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?:new ApiException|ApiException\\s*\\.\\w+)\\(\\s*(?:\\d{3},\\s*)?\"([a-z-]+[a-z])\",\\s*"
              + "(?:Sentence\\s*\\.plain|\"|what|name|place|key)");

  private static final String BUNDLES = "cli/src/main/resources/minibit/cli";
  private static final String PAGE_WORDS = "web/src/main/resources/minibit/web/i18n";

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertThat(Messages.portuguese().bundle().keySet())
        .isEqualTo(Messages.english().bundle().keySet());
  }

  // A reader of properties takes the last of two without a word, and the first text is never seen.
  @Test
  void noKeyStandsTwice() throws IOException {
    Path folder = Path.of(System.getProperty("minibit.root"), BUNDLES);
    try (var files = Files.list(folder)) {
      List<Path> bundles =
          files.filter(file -> file.getFileName().toString().endsWith(".properties")).toList();
      assertThat(bundles).hasSize(2);
      for (Path bundle : bundles) {
        List<String> keys = new ArrayList<>();
        for (String line : Files.readAllLines(bundle)) {
          if (!line.isBlank() && !line.startsWith("#")) {
            // Every entry is one line, or this would take the rest of one for a key.
            assertThat(line).contains("=").doesNotEndWith("\\");
            keys.add(line.substring(0, line.indexOf('=')).strip());
          }
        }
        assertThat(keys).as(bundle.toString()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void bothLanguagesFillTheSamePlaces() {
    for (String key : Messages.english().bundle().keySet()) {
      assertThat(placeholders(Messages.portuguese(), key))
          .as(key)
          .isEqualTo(placeholders(Messages.english(), key));
    }
  }

  @Test
  void oneIsNoPlural() {
    for (Messages messages : List.of(Messages.english(), Messages.portuguese())) {
      assertThat(messages.text("status.shares-value", 1, "5 MB"))
          .isEqualTo(messages.text("status.shares-value.one", "", "5 MB"))
          .contains("5 MB");
      assertThat(messages.text("status.shares-value", 2L, "5 MB"))
          .startsWith("2 ")
          .isNotEqualTo(messages.text("status.shares-value", 1L, "5 MB").replace("1 ", "2 "));
    }
  }

  @Test
  void everyKeyThatSourcesNameExists() throws IOException {
    assertThat(Messages.english().bundle().keySet()).containsAll(namedKeys());
  }

  @Test
  void noTextIsLeftOver() throws IOException {
    Set<String> unused = new TreeSet<>(Messages.english().bundle().keySet());
    unused.removeIf(key -> PARSER_KEY.matcher(key).matches());
    // The daemon names codes of errors, too.
    String sources = String.join("\n", sources("cli", "daemon"));
    List<String> reports = sources("cli", "sim");
    unused.removeIf(key -> sources.contains('"' + key.replaceFirst("\\.one$", "") + '"'));
    unused.removeIf(
        key -> key.startsWith("error.") && sources.contains('"' + key.substring(6) + '"'));
    // Translations of what daemons say, under the codes that they say it with.
    unused.removeIf(
        key -> key.startsWith("said.") && sources.contains('"' + key.substring(5) + '"'));
    unused.removeIf(key -> isReportText(key, String.join("\n", reports)));
    for (BadMetainfo.Code code : BadMetainfo.Code.values()) {
      unused.remove("error." + code.id());
    }
    for (CreateException.Code code : CreateException.Code.values()) {
      unused.remove("error." + code.id());
    }
    assertThat(unused).isEmpty();
  }

  /** A text of a simulation's report: named in a part, for a scenario, a picture or a column. */
  private static boolean isReportText(String key, String sources) {
    if (!key.startsWith(REPORT)) {
      return false;
    }
    String name = key.substring(REPORT.length());
    String picture = name.replaceFirst("\\.about$", "");
    String column = name.replaceFirst("^column\\.", "");
    return sources.contains('"' + name + '"')
        || sources.contains('"' + column + '"')
        || Arrays.stream(Pictures.Kind.values()).anyMatch(kind -> kind.word().equals(picture))
        || Arrays.stream(Scenario.values())
            .anyMatch(scenario -> name.equals("scenario." + scenario.word()));
  }

  // What a fault has no sentence for is introduced by its code, in the own language.
  @Test
  void everyCodeWithoutASentenceHasWords() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (String source : sources("daemon")) {
      REFUSAL.matcher(source).results().forEach(found -> codes.add(found.group(1)));
    }
    assertThat(codes).contains("bad-field", "cut-short", "join-failed");
    for (Messages messages : List.of(Messages.english(), Messages.portuguese())) {
      assertThat(codes)
          .allMatch(code -> messages.has("said." + code) || messages.has("error." + code));
    }
    for (String language : List.of("en", "pt-BR")) {
      Path words = Path.of(System.getProperty("minibit.root"), PAGE_WORDS, language + ".json");
      JsonNode problems = JsonMapper.shared().readTree(words).path("problem");
      assertThat(codes).as(language).allMatch(problems::has);
    }
  }

  @Test
  void everyCommandAndFlagIsDescribed() {
    List<String> silent = new ArrayList<>();
    CommandLine all = CommandLines.withAll(new GlobalOptions(), Messages.portuguese());
    List<CommandLine> lines = new ArrayList<>(all.getSubcommands().values());
    lines.add(all);
    for (CommandLine line : lines) {
      var spec = line.getCommandSpec();
      if (spec.usageMessage().description().length == 0) {
        silent.add(spec.qualifiedName());
      }
      spec.args().stream()
          .filter(arg -> !arg.hidden() && arg.description().length == 0)
          .forEach(arg -> silent.add(spec.qualifiedName() + " " + arg.paramLabel() + arg));
    }
    assertThat(silent).isEmpty();
  }

  private static Set<String> placeholders(Messages messages, String key) {
    return Pattern.compile("\\{\\d}|%n|%%")
        .matcher(messages.bundle().getString(key))
        .results()
        .map(result -> result.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> namedKeys() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String source : sources("cli")) {
      Matcher text = TEXT.matcher(source);
      while (text.find()) {
        keys.add(text.group(1));
      }
      Matcher code = CODE.matcher(source);
      while (code.find()) {
        keys.add("error." + code.group(1));
      }
    }
    assertThat(keys).as("the patterns still find keys").contains("hint.help", "error.not-found");
    return keys;
  }

  private static List<String> sources(String... modules) throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module : modules) {
      Path root = Path.of(System.getProperty("minibit.root"), module, "src/main/java");
      try (var files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    return sources;
  }
}
