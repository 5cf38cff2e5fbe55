package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.FileKind;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.MemberId;
import minibit.core.identity.TestIdentity;
import minibit.daemon.catalogue.index.IndexQuery.Filter;
import minibit.daemon.catalogue.index.IndexQuery.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found is narrowed down, put in order and cut into pages. */
@Timeout(60)
class IndexFiltersTest extends IndexedFiles {
  private static SharedFile typed(long content, String name, String type, long size) {
    SharedFile file = Catalogues.file(content, "", name);
    return new SharedFile(file.root(), size, "", name, type, file.v1(), file.v2());
  }

  /** Kind, media type, extension, size, holder, publisher and date narrow down. */
  @Test
  void filters() throws IOException {
    share(
        ana,
        typed(1, "song.mp3", "audio/mpeg", 5_000),
        typed(2, "film.mkv", "application/octet-stream", 900_000),
        typed(3, "shot.png", "image/png", 300));
    share(bob, typed(4, "shot two.jpg", "image/jpeg", 400), typed(3, "shot.png", "image/png", 300));
    log.apply(Catalogues.signed(bob, List.of(typed(5, "signed.txt", "text/plain", 10))));

    assertThat(find(List.of(FileKind.AUDIO), List.of(), List.of())).containsExactly("song.mp3");
    assertThat(find(List.of(FileKind.VIDEO, FileKind.AUDIO), List.of(), List.of()))
        .containsExactly("film.mkv", "song.mp3");
    assertThat(find(List.of(), List.of("image/*"), List.of()))
        .containsExactly("shot two.jpg", "shot.png");
    assertThat(find(List.of(), List.of("image/png"), List.of())).containsExactly("shot.png");
    assertThat(find(List.of(), List.of(), List.of("mp3", "jpg")))
        .containsExactly("shot two.jpg", "song.mp3");
    assertThat(names(search("", sized(300, 5_000), Order.SMALLEST)))
        .containsExactly("shot.png", "shot two.jpg", "song.mp3");
    assertThat(names(search("", heldBy(bob.id()), Order.NAME)))
        .containsExactly("shot two.jpg", "shot.png", "signed.txt");
    byte[] key = bob.key().toBytes();
    assertThat(names(search("", signedBy(key), Order.NAME))).containsExactly("signed.txt");
    assertThat(names(search("", signedBy(java.util.Arrays.copyOf(key, 3)), Order.NAME)))
        .containsExactly("signed.txt");
    long then = Catalogues.AT.toEpochMilli();
    assertThat(search("", registered(then, then + 1), Order.NAME).total()).isEqualTo(5);
    assertThat(search("", registered(then - 10, then), Order.NAME).total()).isZero();
  }

  private List<String> find(List<FileKind> kinds, List<String> types, List<String> extensions)
      throws IOException {
    Filter filter =
        new Filter(
            kinds,
            types,
            extensions,
            0,
            Long.MAX_VALUE,
            Optional.empty(),
            List.of(),
            0,
            Long.MAX_VALUE);
    return names(search("", filter, Order.NAME));
  }

  private static Filter sized(long min, long max) {
    return new Filter(
        List.of(), List.of(), List.of(), min, max, Optional.empty(), List.of(), 0, Long.MAX_VALUE);
  }

  private static Filter heldBy(MemberId holder) {
    return new Filter(
        List.of(),
        List.of(),
        List.of(),
        0,
        Long.MAX_VALUE,
        Optional.of(holder),
        List.of(),
        0,
        Long.MAX_VALUE);
  }

  private static Filter signedBy(byte[] key) {
    return new Filter(
        List.of(),
        List.of(),
        List.of(),
        0,
        Long.MAX_VALUE,
        Optional.empty(),
        List.of(key),
        0,
        Long.MAX_VALUE);
  }

  private static Filter registered(long from, long until) {
    return new Filter(
        List.of(),
        List.of(),
        List.of(),
        0,
        Long.MAX_VALUE,
        Optional.empty(),
        List.of(),
        from,
        until);
  }

  /** What more present members hold comes first among equals; whoever is away does not count. */
  @Test
  void availabilityCounts() throws IOException {
    TestIdentity eve = TestIdentity.of(3);
    log.apply(Catalogues.joined(eve, "eve"));
    SharedFile one = Catalogues.file(1, "", "b cat.txt");
    SharedFile two = Catalogues.file(2, "", "a cat.txt");
    share(ana, one, two);
    share(bob, one);
    share(eve, two);
    log.apply(new CatalogueCommand.Away(eve.id(), Instant.EPOCH));
    assertThat(find("cat")).containsExactly("b cat.txt", "a cat.txt");
    assertThat(names(search("cat", Filter.NONE, Order.FEWEST_HOLDERS)))
        .containsExactly("a cat.txt", "b cat.txt");

    log.apply(new CatalogueCommand.Back(eve.id(), Instant.EPOCH));
    log.apply(new CatalogueCommand.Away(bob.id(), Instant.EPOCH));
    assertThat(find("cat")).containsExactly("a cat.txt", "b cat.txt");
    assertThat(names(search("cat", Filter.NONE, Order.MOST_HOLDERS)))
        .containsExactly("a cat.txt", "b cat.txt");
  }

  /** Contents of members that are away are not shown, and come back without being indexed anew. */
  @Test
  void whoIsAwayTakesItsFilesAlong() throws IOException {
    share(ana, Catalogues.file(1, "", "common.txt"), Catalogues.file(2, "", "only ana.txt"));
    share(bob, Catalogues.file(1, "", "common.txt"));
    log.apply(new CatalogueCommand.Away(ana.id(), Instant.EPOCH));
    assertThat(find("")).containsExactly("common.txt");
    log.apply(new CatalogueCommand.Back(ana.id(), Instant.EPOCH));
    assertThat(find("")).containsExactly("common.txt", "only ana.txt");
    log.apply(new CatalogueCommand.MemberLeft(ana.id(), Instant.EPOCH));
    assertThat(find("")).containsExactly("common.txt");
  }

  /** One content under several names is one result, found by each of them. */
  @Test
  void oneContentManyNames() throws IOException {
    share(ana, Catalogues.file(1, "", "report.txt"));
    share(bob, Catalogues.file(1, "", "relatório.txt"));
    assertThat(find("relatorio")).containsExactly("report.txt");
    assertThat(find("report")).containsExactly("report.txt");
    assertThat(index.named("RELATORIO.txt", 10)).containsExactly(Catalogues.root(1));
    log.apply(Catalogues.withdraw(ana.id(), "report.txt"));
    assertThat(find("report")).containsExactly("report.txt");
    log.apply(Catalogues.withdraw(bob.id(), "relatório.txt"));
    assertThat(find("report")).isEmpty();
  }

  /** Pages follow each other without a gap, and the total is exact. */
  @Test
  void pages() throws IOException {
    SharedFile[] files = new SharedFile[250];
    for (int i = 0; i < files.length; i++) {
      files[i] = Catalogues.file(i + 1, "", "file %03d.txt".formatted(i));
    }
    share(ana, files);
    assertThat(index.awaitCaughtUp(LONG)).isTrue();
    List<String> all = new java.util.ArrayList<>();
    for (int offset = 0; offset < 300; offset += 60) {
      IndexPage page =
          index.search(new IndexQuery("file", Filter.NONE, Order.NAME, offset, 60), log.presence());
      assertThat(page.total()).isEqualTo(250);
      all.addAll(names(page));
    }
    assertThat(all).hasSize(250).isSorted().doesNotHaveDuplicates();
  }
}
