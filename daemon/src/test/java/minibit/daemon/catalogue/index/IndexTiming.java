package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.TestIdentity;
import minibit.daemon.catalogue.index.IndexQuery.Filter;
import minibit.daemon.catalogue.index.IndexQuery.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** How long 200,000 files take to index and to search; prints what it measures. */
@Tag("slow")
@Timeout(600)
@Isolated("it measures")
class IndexTiming {
  private static final int FILES = 200_000;
  private static final int MEMBERS = 50;
  private static final int ROUNDS = 400;

  @TempDir Path folder;

  private final Random random = new Random(1);
  private final List<String> vocabulary = vocabulary();
  private final FakeLog log = new FakeLog();
  private final List<TestIdentity> members = new ArrayList<>();

  /** Made-up words, with the endings of two languages; a few are everywhere, most are rare. */
  private List<String> vocabulary() {
    String[] starts = {
      "re", "pro", "con", "des", "trans", "inter", "foto", "micro", "sub", "au", "ele", "geo"
    };
    String[] middles = {
      "la", "gra", "tor", "mi", "ver", "por", "cen", "tri", "ma", "nal", "ber", "sen", "ques"
    };
    String[] ends = {
      "ção", "ções", "dade", "mente", "s", "ing", "tion", "ário", "or", "al", "es", "ness", "ed"
    };
    List<String> words = new ArrayList<>();
    for (String start : starts) {
      for (String middle : middles) {
        for (String second : middles) {
          for (String end : ends) {
            words.add(start + middle + second + end);
          }
        }
      }
    }
    java.util.Collections.shuffle(words, new Random(2));
    return words;
  }

  private String word() {
    double skewed = Math.pow(random.nextDouble(), 3);
    return vocabulary.get((int) (skewed * vocabulary.size()));
  }

  private String name(int i) {
    String[] extensions = {"pdf", "mp3", "jpg", "txt", "mkv", "zip"};
    return word() + " " + word() + "_" + word() + " " + i + "." + extensions[i % 6];
  }

  @Test
  void twoHundredThousandFiles() throws IOException {
    for (int i = 0; i < MEMBERS; i++) {
      members.add(TestIdentity.of(i));
      log.apply(Catalogues.joined(members.get(i), "member " + i));
    }
    List<String> names = new ArrayList<>();
    for (int from = 0; from < FILES; from += CatalogueLimits.BATCH) {
      SharedFile[] batch = new SharedFile[Math.min(CatalogueLimits.BATCH, FILES - from)];
      for (int i = 0; i < batch.length; i++) {
        names.add(name(from + i));
        batch[i] =
            Catalogues.file(from + i + 1, "folder " + i % 20 + "/" + word(), names.getLast());
      }
      TestIdentity who = members.get(random.nextInt(MEMBERS));
      log.apply(Catalogues.register(who.id(), batch));
    }
    long before = used();
    long start = System.nanoTime();
    try (CatalogueIndex index = CatalogueIndex.open(folder, () -> Optional.of(log))) {
      log.tell(index);
      log.replaced();
      assertThat(index.awaitCaughtUp(Duration.ofMinutes(5))).isTrue();
      say("made in %.1f s", (System.nanoTime() - start) / 1e9);
      say("heap it holds: %.1f MB", (used() - before) / 1e6);
      questions(index, names);
      freshness(index);
      log.apply(new CatalogueCommand.Away(members.getFirst().id(), Catalogues.AT));
      say("one member away:");
      questions(index, names);
    }
    say("on disk: %.1f MB", bytes() / 1e6);
    start = System.nanoTime();
    try (CatalogueIndex index = CatalogueIndex.open(folder, () -> Optional.of(log))) {
      assertThat(index.covered()).isEqualTo(log.applied());
      say("opened again in %.2f s", (System.nanoTime() - start) / 1e9);
    }
  }

  private interface Questions {
    String next();
  }

  private void questions(CatalogueIndex index, List<String> names) throws IOException {
    measure(index, "two words", () -> words(names, 2));
    measure(index, "one word", () -> words(names, 1));
    measure(index, "prefix of 3", () -> start(names, 3) + "*");
    measure(index, "prefix of 5", () -> start(names, 5) + "*");
    measure(index, "as typed, 4", () -> start(names, 4));
    measure(index, "one letter", () -> start(names, 1));
    measure(index, "typo", () -> typo(words(names, 1)));
    measure(index, "two typos", () -> typo(words(names, 1)) + " " + typo(words(names, 1)));
    measure(index, "wildcard", () -> "*" + start(names, 4) + "?a*");
    measure(index, "everything", () -> "");
  }

  private String words(List<String> names, int count) {
    String[] words = names.get(random.nextInt(names.size())).split("[ _]");
    return String.join(" ", Arrays.copyOf(words, count));
  }

  private String start(List<String> names, int letters) {
    return names.get(random.nextInt(names.size())).substring(0, letters);
  }

  private String typo(String word) {
    int at = 1 + random.nextInt(word.length() - 2);
    return word.substring(0, at) + 'x' + word.substring(at + 1);
  }

  private void measure(CatalogueIndex index, String what, Questions questions) throws IOException {
    long[] took = new long[ROUNDS];
    long total = 0;
    for (int i = -ROUNDS / 2; i < ROUNDS; i++) {
      IndexQuery query = new IndexQuery(questions.next(), Filter.NONE, Order.RELEVANCE, 0, 50);
      long start = System.nanoTime();
      IndexPage page = index.search(query, log.presence());
      if (i >= 0) {
        took[i] = System.nanoTime() - start;
        total += page.total();
      }
    }
    Arrays.sort(took);
    say(
        "%-12s p50 %6.2f ms  p99 %6.2f ms  (%d results on average)",
        what, took[ROUNDS / 2] / 1e6, took[ROUNDS * 99 / 100] / 1e6, total / ROUNDS);
  }

  /** From an entry that is applied to a search that finds its file. */
  private void freshness(CatalogueIndex index) throws IOException {
    long[] took = new long[50];
    for (int i = 0; i < took.length; i++) {
      long start = System.nanoTime();
      log.apply(
          Catalogues.register(
              members.getFirst().id(), Catalogues.file(FILES + i + 1, "", "fresh%d".formatted(i))));
      assertThat(index.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
      IndexQuery query = new IndexQuery("fresh" + i + " ", Filter.NONE, Order.NAME, 0, 1);
      assertThat(index.search(query, log.presence()).total()).isEqualTo(1);
      took[i] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    say("a new file is found after p50 %.1f ms, worst %.1f ms", took[25] / 1e6, took[49] / 1e6);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private long bytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static void say(String format, Object... values) {
    System.out.println("index of 200,000: " + String.format(java.util.Locale.ROOT, format, values));
  }
}
