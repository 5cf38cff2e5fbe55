package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.FileKind;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.TestIdentity;
import minibit.daemon.catalogue.index.IndexQuery.Filter;
import minibit.daemon.catalogue.index.IndexQuery.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people type finds what they mean. */
@Timeout(60)
class CatalogueIndexTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final TestIdentity ana = TestIdentity.of(1);
  private final TestIdentity bob = TestIdentity.of(2);
  private final FakeLog log = new FakeLog();
  private final AtomicReference<Optional<IndexSource>> source =
      new AtomicReference<>(Optional.of(log));
  private CatalogueIndex index;

  @BeforeEach
  void open() throws IOException {
    index = CatalogueIndex.open(folder, source::get);
    log.tell(index);
    log.apply(Catalogues.joined(ana, "ana"));
    log.apply(Catalogues.joined(bob, "bob"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private void share(TestIdentity who, SharedFile... files) {
    log.apply(Catalogues.register(who.id(), files));
  }

  private static SharedFile typed(long content, String name, String type, long size) {
    SharedFile file = Catalogues.file(content, "", name);
    return new SharedFile(file.root(), size, "", name, type, file.v1(), file.v2());
  }

  private List<String> find(String text) throws IOException {
    return names(search(text, Filter.NONE, Order.RELEVANCE));
  }

  private IndexPage search(String text, Filter filter, Order order) throws IOException {
    assertThat(index.awaitCaughtUp(LONG)).isTrue();
    return index.search(new IndexQuery(text, filter, order, 0, 100), log.presence());
  }

  private List<String> names(IndexPage page) {
    return page.roots().stream()
        .map(root -> log.read(state -> state.content(root).orElseThrow().naming().name()))
        .toList();
  }

  private void shareSome() {
    share(
        ana,
        Catalogues.file(1, "docs", "Relatório Anual 2023.pdf"),
        Catalogues.file(2, "fotos/Praia do Rosa", "IMG_2034.JPG"),
        Catalogues.file(3, "livros", "Lições de Física.epub"),
        Catalogues.file(4, "", "annual report 2024.docx"),
        Catalogues.file(5, "", "MyHolidayPhotos.zip"),
        Catalogues.file(6, "videos", "Running Dogs.mp4"),
        Catalogues.file(7, "musica", "Canção do Mar.mp3"),
        Catalogues.file(8, "", "Ελληνική Συμφωνία.txt"),
        Catalogues.file(9, "", "日本語の本.pdf"),
        Catalogues.file(10, "", "Отчёт за май.txt"));
  }

  /** Words match whatever their case, accents and order; all of them must be there. */
  @Test
  void wordsMustAllOccur() throws IOException {
    shareSome();
    assertThat(find("anual RELATORIO")).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("relatório")).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("relatorio praia")).isEmpty();
    assertThat(find("cancao mar")).containsExactly("Canção do Mar.mp3");
    assertThat(find("cançāo")).containsExactly("Canção do Mar.mp3");
    assertThat(find("ελληνικη συμφωνια")).containsExactly("Ελληνική Συμφωνία.txt");
    assertThat(find("отчет")).containsExactly("Отчёт за май.txt");
    assertThat(find("日本")).containsExactly("日本語の本.pdf");
  }

  /** Singular finds plural and the other way round, in English and Portuguese. */
  @Test
  void stems() throws IOException {
    shareSome();
    assertThat(find("lição ")).containsExactly("Lições de Física.epub");
    assertThat(find("licao ")).containsExactly("Lições de Física.epub");
    assertThat(find("licoes ")).containsExactly("Lições de Física.epub");
    assertThat(find("relatórios ")).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("canções ")).containsExactly("Canção do Mar.mp3");
    assertThat(find("cancoes ")).containsExactly("Canção do Mar.mp3");
    assertThat(find("dog ")).containsExactly("Running Dogs.mp4");
    assertThat(find("run ")).containsExactly("Running Dogs.mp4");
    assertThat(find("reports ")).containsExactly("annual report 2024.docx");
    share(bob, Catalogues.file(20, "", "apostila licoes.pdf"));
    assertThat(find("lição ")).containsOnly("Lições de Física.epub", "apostila licoes.pdf");
  }

  /** A name is found by its parts, its extension and the folders it lies in. */
  @Test
  void partsOfNamesAndFolders() throws IOException {
    shareSome();
    assertThat(find("holiday photos ")).containsExactly("MyHolidayPhotos.zip");
    assertThat(find("myholidayphotos ")).containsExactly("MyHolidayPhotos.zip");
    assertThat(find("IMG_2034.JPG")).containsExactly("IMG_2034.JPG");
    assertThat(find("img2034 ")).containsExactly("IMG_2034.JPG");
    assertThat(find("2034 ")).containsExactly("IMG_2034.JPG");
    assertThat(find("praia jpg")).containsExactly("IMG_2034.JPG");
    assertThat(find("mp4")).containsExactly("Running Dogs.mp4");
    // A match in the name comes before one in a folder.
    share(bob, Catalogues.file(30, "", "praia.txt"));
    assertThat(find("praia ")).containsExactly("praia.txt", "IMG_2034.JPG");
  }

  /** The last word may be unfinished; stars and question marks stand for letters anywhere. */
  @Test
  void prefixesAndPatterns() throws IOException {
    shareSome();
    assertThat(find("annual rep")).containsExactly("annual report 2024.docx");
    assertThat(find("rep annual")).isEmpty();
    assertThat(find("rep* annual")).containsExactly("annual report 2024.docx");
    assertThat(find("RELAT*")).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("relató*")).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("*tor?o")).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("*.epub")).containsExactly("Lições de Física.epub");
    assertThat(find("prai*")).containsExactly("IMG_2034.JPG");
    assertThat(find("*")).hasSize(10);
  }

  /** A letter or two may be wrong, but only where too little matches exactly; numbers are exact. */
  @Test
  void typos() throws IOException {
    shareSome();
    IndexPage page = search("relatroio", Filter.NONE, Order.RELEVANCE);
    assertThat(page.similar()).isTrue();
    assertThat(names(page)).containsExactly("Relatório Anual 2023.pdf");
    assertThat(find("runing dgos")).containsExactly("Running Dogs.mp4");
    assertThat(find("holyday photos")).containsExactly("MyHolidayPhotos.zip");
    assertThat(find("2035 ")).isEmpty();
    assertThat(find("dgs ")).isEmpty();
    share(
        bob,
        Catalogues.file(40, "", "mares.txt"),
        Catalogues.file(41, "", "mares 2.txt"),
        Catalogues.file(42, "", "mares 3.txt"),
        Catalogues.file(43, "", "nares.txt"));
    assertThat(search("mares", Filter.NONE, Order.RELEVANCE).similar()).isFalse();
    assertThat(find("mares")).doesNotContain("nares.txt");
  }

  /** Whatever is typed, there is an answer. */
  @Test
  void nothingIsASyntaxError() throws IOException {
    shareSome();
    for (String odd :
        List.of(
            "\"",
            "AND OR NOT",
            "((",
            "name:foo",
            "a:b:c~^",
            "[1 TO",
            "\\",
            "!!!",
            "-",
            "\u0000",
            "*?*?*?*?*?*?*?*?*?",
            "?".repeat(500),
            "*a*b*c*d*e*f*",
            "/",
            "\ud800",
            "'",
            "{}")) {
      search(odd, Filter.NONE, Order.RELEVANCE);
    }
    assertThat(find("\"annual\" (report)")).containsExactly("annual report 2024.docx");
    assertThat(find("!!!")).isEmpty();
    assertThat(find("")).hasSize(10);
    assertThat(find("a ".repeat(250))).isEmpty();
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
