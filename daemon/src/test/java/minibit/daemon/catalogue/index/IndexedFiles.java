package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.TestIdentity;
import minibit.daemon.catalogue.index.IndexQuery.Filter;
import minibit.daemon.catalogue.index.IndexQuery.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An index of what two members share, for tests to ask. */
abstract class IndexedFiles {
  static final Duration LONG = Duration.ofSeconds(30);
  @TempDir Path folder;
  final TestIdentity ana = TestIdentity.of(1);
  final TestIdentity bob = TestIdentity.of(2);
  final FakeLog log = new FakeLog();
  final AtomicReference<Optional<IndexSource>> source = new AtomicReference<>(Optional.of(log));

  CatalogueIndex index;

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

  void share(TestIdentity who, SharedFile... files) {
    log.apply(Catalogues.register(who.id(), files));
  }

  List<String> find(String text) throws IOException {
    return names(search(text, Filter.NONE, Order.RELEVANCE));
  }

  IndexPage search(String text, Filter filter, Order order) throws IOException {
    assertThat(index.awaitCaughtUp(LONG)).isTrue();
    return index.search(new IndexQuery(text, filter, order, 0, 100), log.presence());
  }

  List<String> names(IndexPage page) {
    return page.roots().stream()
        .map(root -> log.read(state -> state.content(root).orElseThrow().naming().name()))
        .toList();
  }

  void shareSome() {
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
}
