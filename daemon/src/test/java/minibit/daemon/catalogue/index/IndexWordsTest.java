package minibit.daemon.catalogue.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import minibit.core.catalogue.Catalogues;
import minibit.daemon.catalogue.index.IndexQuery.Filter;
import minibit.daemon.catalogue.index.IndexQuery.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people type finds what they mean. */
@Timeout(60)
class IndexWordsTest extends IndexedFiles {
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
}
