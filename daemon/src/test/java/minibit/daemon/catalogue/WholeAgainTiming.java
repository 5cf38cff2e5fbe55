package minibit.daemon.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.Catalogues;
import minibit.daemon.catalogue.GroupLab.Node;
import minibit.group.GroupSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long after its tracker's death a group of five searches again, at the default settings; asked
 * by a voter and by a member that only joined. Prints what it measures.
 */
@Tag("slow")
@Timeout(600)
@Isolated("it measures")
class WholeAgainTiming {
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  @Test
  void searchesAfterADeath() throws Exception {
    long[] took = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      try (GroupLab lab = new GroupLab(folder.resolve("round" + round), GroupSettings.DEFAULTS)) {
        for (int i = 1; i <= 5; i++) {
          lab.start(i, "member " + i);
        }
        lab.awaitVoters(5);
        Node asker = lab.start(6, "asker");
        for (Node node : lab.nodes()) {
          lab.share(node, Catalogues.file(node.number(), "", "file " + node.number() + ".txt"));
        }
        Node dead = lab.tracker();
        Node voter =
            lab.nodes().stream()
                .filter(node -> !node.equals(dead) && !node.equals(asker))
                .findFirst()
                .orElseThrow();
        for (Node node : List.of(asker, voter)) {
          await().atMost(GroupLab.LONG).ignoreExceptions().until(() -> search(node).total() == 6);
        }

        long start = System.nanoTime();
        CompletableFuture<Long> elected = new CompletableFuture<>();
        // Not on the common pool: it has one thread on two cores, and the network here needs it.
        Thread.ofPlatform().start(() -> elected.complete(nextInOffice(lab, dead) - start));
        lab.silence(dead);
        for (Node node : List.of(asker, voter)) {
          SearchPage page = search(node);
          assertThat(page.total()).isEqualTo(6);
          assertThat(page.stale()).isFalse();
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          took[round] = millis;
          System.out.printf(
              Locale.ROOT,
              "whole again for %s after %d ms; a tracker in office after %d ms%n",
              node.number(),
              millis,
              TimeUnit.NANOSECONDS.toMillis(elected.get()));
        }
      }
    }
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT,
        "whole again: median %d ms, worst %d ms%n",
        took[ROUNDS / 2],
        took[ROUNDS - 1]);
  }

  private static long nextInOffice(GroupLab lab, Node dead) {
    await()
        .atMost(GroupLab.LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> lab.nodes().stream().anyMatch(n -> !n.equals(dead) && n.member().isTracker()));
    return System.nanoTime();
  }

  private static SearchPage search(Node node) throws Exception {
    return node.desk().search(SearchQuery.of("file")).get(20, TimeUnit.SECONDS);
  }
}
