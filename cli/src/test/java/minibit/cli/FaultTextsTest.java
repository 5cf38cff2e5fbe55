package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import minibit.cli.frame.Messages;
import minibit.core.bencode.BadBencode;
import minibit.core.words.Sentence;
import minibit.daemon.run.GroupWords;
import minibit.group.member.Reply;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every sentence of a fault can be said in Portuguese: in English it stands where the fault is
 * found, and the bundle that commands and the page share has it under its key.
 */
class FaultTextsTest {
  private static final Path ROOT = Path.of(System.getProperty("minibit.root"));
  private static final Path TEXTS =
      ROOT.resolve("web/src/main/resources/minibit/web/i18n/faults.pt-BR.json");

  private static final Pattern SENTENCE =
      Pattern.compile("Sentence\\s*\\.of\\(\\s*\"([a-z0-9-]+)\",\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  @Test
  void everySentenceHasBothLanguages() throws IOException {
    Map<String, String> english = english();
    Map<String, String> portuguese = portuguese();

    assertThat(portuguese.keySet()).isEqualTo(english.keySet());
    english.forEach(
        (key, template) -> {
          assertThat(places(portuguese.getOrDefault(key, ""))).as(key).isEqualTo(places(template));
          assertThat(portuguese.getOrDefault(key, "")).as(key).isNotBlank();
        });
  }

  /** What a sentence is made of may be a sentence itself. */
  @Test
  void whatFillsASentenceIsTranslatedAsWell() {
    Sentence inner = Sentence.of("not-shared", "{0} is not shared", "/srv/{0}");
    Sentence sentence = Sentence.of("told-of", "{0}: {1}", "x", inner);

    assertThat(sentence.text()).isEqualTo("x: /srv/{0} is not shared");
    assertThat(Messages.english().text(sentence)).isEqualTo(sentence.text());
    assertThat(Messages.portuguese().text(sentence))
        .isEqualTo("x: /srv/{0} não está entre o que é compartilhado");
  }

  /** A newer daemon may say what this program has no words for. */
  @Test
  void whatNobodyHasTranslatedIsSaidInEnglish() {
    Sentence newer = Sentence.of("of-the-future", "the moon is {0}", "full");

    assertThat(Messages.portuguese().text(newer)).isEqualTo("the moon is full");
    assertThat(Messages.portuguese().text(Sentence.plain("disk {0}"))).isEqualTo("disk {0}");
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All of them, by key; a key that says two things is a mistake. */
  private static Map<String, String> english() throws IOException {
    Map<String, String> sentences = new TreeMap<>();
    for (BadBencode.Fault fault : BadBencode.Fault.values()) {
      sentences.put(fault.key(), "{0}");
    }
    for (Reply.Code code : Reply.Code.values()) {
      sentences.put(GroupWords.key(code), "");
    }
    for (String module : new String[] {"core", "group", "daemon", "cli"}) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          SENTENCE
              .matcher(Files.readString(file))
              .results()
              .forEach(found -> put(sentences, found.group(1), found.group(2), file));
        }
      }
    }
    assertThat(sentences).as("the pattern still finds sentences").hasSizeGreaterThan(200);
    return sentences;
  }

  private static void put(Map<String, String> sentences, String key, String template, Path file) {
    String before = sentences.put(key, template);
    if (before != null) {
      assertThat(template).as(key + " in " + file).isEqualTo(before);
    }
  }

  private static Map<String, String> portuguese() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    JsonNode json = JsonMapper.shared().readTree(Files.readString(TEXTS));
    json.forEachEntry((key, text) -> texts.put(key, text.asString()));
    return texts;
  }
}
