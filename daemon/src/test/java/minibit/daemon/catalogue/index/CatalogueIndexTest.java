package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Content;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.GroupId;
import minibit.core.identity.TestIdentity;
import minibit.daemon.catalogue.index.IndexQuery.Filter;
import minibit.daemon.catalogue.index.IndexQuery.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The index agrees with the catalogue, whatever happens to either. */
@Timeout(60)
class CatalogueIndexTest extends IndexedFiles {
  /** A start goes on from the entry that is on disk, and does not index the rest again. */
  @Test
  void aStartGoesOn() throws IOException {
    shareSome();
    assertThat(index.awaitCaughtUp(LONG)).isTrue();
    index.close();

    index = CatalogueIndex.open(folder, source::get);
    log.tell(index);
    assertThat(index.covered()).isEqualTo(log.applied());
    assertThat(find("relatorio")).hasSize(1);
    // As a voter replays what came before its crash: known entries, and one that is new.
    index.onApplied(2, List.of());
    share(bob, Catalogues.file(50, "", "fresh.txt"));
    assertThat(find("fresh")).hasSize(1);
    assertThat(find("")).hasSize(11);
  }

  /** A catalogue that was replaced, and one of another log, are indexed anew. */
  @Test
  void anotherCatalogueIsIndexedAnew() throws IOException {
    shareSome();
    assertThat(find("")).hasSize(10);
    log.tell(null);
    share(bob, Catalogues.file(60, "", "unheard.txt"));
    log.tell(index);
    assertThat(find("unheard")).isEmpty();
    log.replaced();
    assertThat(find("unheard")).hasSize(1);

    FakeLog other =
        new FakeLog(
            new CatalogueCommand.Founded(new GroupId(new UUID(9, 9)), "lab", 0, Catalogues.AT));
    other.tell(index);
    source.set(Optional.of(other));
    other.apply(Catalogues.joined(ana, "ana"));
    other.apply(Catalogues.register(ana.id(), Catalogues.file(61, "", "elsewhere.txt")));
    assertThat(index.awaitCaughtUp(LONG)).isTrue();
    assertThat(
            index
                .search(new IndexQuery("", Filter.NONE, Order.NAME, 0, 100), other.presence())
                .roots())
        .containsExactly(Catalogues.root(61));
  }

  /** An index that was damaged, or lost, is made again from the catalogue. */
  @Test
  void aDamagedIndexIsMadeAgain() throws IOException {
    shareSome();
    assertThat(index.awaitCaughtUp(LONG)).isTrue();
    index.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("seg")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    index = CatalogueIndex.open(folder, source::get);
    log.tell(index);
    log.replaced();
    assertThat(find("relatorio")).hasSize(1);
    assertThat(find("")).hasSize(10);
  }

  /** More changes than are kept, while nobody takes them, cost one pass over the catalogue. */
  @Test
  void aFloodIsIndexedAnew() throws IOException {
    source.set(Optional.empty());
    for (int i = 0; i < IndexFeed.MAX_ROOTS / 500 + 2; i++) {
      PiecesRoot root = Catalogues.root(i);
      index.onApplied(
          1000 + i,
          java.util.Collections.nCopies(
              500, new minibit.core.catalogue.Change.ContentUpdated(root)));
    }
    shareSome();
    assertThat(index.lag()).isPositive();
    source.set(Optional.of(log));
    assertThat(find("")).hasSize(10);
    assertThat(index.lag()).isZero();
    assertThat(index.covered()).isEqualTo(log.applied());
  }

  /** The index agrees with the catalogue after any mixture of changes. */
  @Test
  void theIndexFollows() throws IOException {
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 300; i++) {
      TestIdentity who = random.nextBoolean() ? ana : bob;
      long content = 1 + random.nextInt(40);
      String name = "n" + random.nextInt(3) + " c" + content + ".txt";
      if (random.nextInt(3) > 0) {
        share(who, Catalogues.file(content, "f", name));
      } else {
        log.apply(Catalogues.withdraw(who.id(), "f/" + name));
      }
    }
    int contents = log.read(CatalogueState::contentCount);
    assertThat(search("", Filter.NONE, Order.NAME).total()).isEqualTo(contents);
    for (Content content : log.read(state -> List.copyOf(state.contents()))) {
      assertThat(find("c" + content.naming().name().replaceAll(".* c|\\.txt", "") + " "))
          .isNotEmpty();
    }
  }
}
