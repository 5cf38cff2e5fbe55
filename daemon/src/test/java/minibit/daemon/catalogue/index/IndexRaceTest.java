package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Entries that are applied at the worst moment are found like all others. */
@Timeout(60)
class IndexRaceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int ROUNDS = 20;

  @TempDir Path folder;

  private final TestIdentity ana = TestIdentity.of(1);
  private final FakeLog log = new FakeLog();
  private final AtomicInteger waiting = new AtomicInteger();

  /** A catalogue to which the next entry is applied just after somebody asked how far it is. */
  private final class Moving implements IndexSource {
    @Override
    public long applied() {
      long before = log.applied();
      if (waiting.get() > 0) {
        int number = -waiting.getAndDecrement();
        log.apply(Catalogues.register(ana.id(), Catalogues.file(number, "", "late " + number)));
      }
      return before;
    }

    @Override
    public <T> T read(Function<CatalogueState, T> reader) {
      return log.read(reader);
    }
  }

  /** No file of the log is missing in the index, whenever it was registered. */
  @Test
  void entriesBetweenTwoLooks() throws Exception {
    try (CatalogueIndex index = CatalogueIndex.open(folder, () -> Optional.of(new Moving()))) {
      log.tell(index);
      log.apply(Catalogues.joined(ana, "ana"));
      for (int round = 1; round <= ROUNDS; round++) {
        waiting.set(round);
        log.apply(Catalogues.register(ana.id(), Catalogues.file(round, "", "early " + round)));
        assertThat(index.awaitCaughtUp(LONG)).isTrue();
        waiting.set(0);
      }
      assertThat(index.awaitCaughtUp(LONG)).isTrue();

      List<PiecesRoot> all =
          log.read(state -> state.contents().stream().map(c -> c.root()).toList());
      assertThat(all).hasSizeGreaterThan(ROUNDS);
      IndexQuery everything =
          new IndexQuery("", IndexQuery.Filter.NONE, IndexQuery.Order.NAME, 0, 100);
      assertThat(index.search(everything, log.presence()).roots())
          .containsExactlyInAnyOrderElementsOf(all);
    }
  }
}
