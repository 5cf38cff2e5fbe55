package minibit.core.catalogue;

import static minibit.core.catalogue.Catalogues.AT;
import static minibit.core.catalogue.Catalogues.file;
import static minibit.core.catalogue.Catalogues.root;
import static minibit.core.catalogue.Catalogues.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import minibit.core.identity.TestIdentity;
import minibit.core.packed.BadPacked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a snapshot is made of, whatever members registered. */
class CatalogueImageTest {
  private static final TestIdentity ANA = TestIdentity.of(1);
  private static final TestIdentity BIA = TestIdentity.of(2);

  private final CatalogueState state = new CatalogueState(7);

  private void members() {
    state.apply(Catalogues.founded("lab"));
    state.apply(Catalogues.joined(ANA, "ana"));
    state.apply(
        new CatalogueCommand.MemberAdmitted(
            BIA.passport("bia", 7000), new UUID(5, 6), AT.plusSeconds(9), AT));
  }

  private void register(TestIdentity who, int copies, String folder, String name) {
    for (int from = 0; from < copies; from += CatalogueLimits.BATCH) {
      List<SharedFile> files = new ArrayList<>();
      for (int i = from; i < Math.min(copies, from + CatalogueLimits.BATCH); i++) {
        files.add(file(7, folder, name + i));
      }
      state.apply(signed(who, files));
    }
  }

  private static List<byte[]> chunks(CatalogueState state) {
    List<byte[]> chunks = new ArrayList<>();
    for (Iterator<byte[]> it = state.image().chunks(); it.hasNext(); ) {
      chunks.add(it.next());
    }
    return chunks;
  }

  /** Copies of one content with long names, of two members, go through as many chunks as needed. */
  @Test
  void aContentGoesThroughManyChunks() throws BadPacked {
    members();
    register(ANA, 6_000, "d".repeat(CatalogueLimits.FOLDER_BYTES), "n".repeat(240));
    state.apply(signed(BIA, List.of(file(8, "", "x"), file(7, "e", "y"), file(9, "e", "z"))));

    List<byte[]> chunks = chunks(state);
    assertThat(chunks.size()).isGreaterThan(3);
    assertThat(chunks).allMatch(chunk -> chunk.length < 2 * CatalogueImage.CHUNK_BYTES);

    CatalogueState restored = CatalogueImage.restore(chunks.iterator(), 7);
    assertThat(restored.fileCount()).isEqualTo(6_003);
    assertThat(restored.browse(ANA.id(), null, 9_000))
        .extracting(Holding::path)
        .isEqualTo(state.browse(ANA.id(), null, 9_000).stream().map(Holding::path).toList());
    assertThat(restored.digest(ANA.id())).isEqualTo(state.digest(ANA.id()));
    assertThat(chunks(restored)).containsExactlyElementsOf(chunks);
  }

  /** A folder that travels once in a command is not written for each of its files. */
  @Test
  void aFolderIsWrittenOnceInAChunk() {
    members();
    register(ANA, 2_000, "d".repeat(CatalogueLimits.FOLDER_BYTES), "n");
    assertThat(chunks(state).stream().mapToInt(chunk -> chunk.length).sum()).isLessThan(1 << 20);
  }

  /** What daemons wrote before is read as it was meant. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void earlierFormsAreRead(int format) throws BadPacked {
    members();
    register(ANA, 40, "d", "n");
    state.apply(signed(BIA, List.of(file(8, "", "x"), file(7, "e", "y"))));
    for (int i = 10; i < 1_000; i++) {
      state.apply(Catalogues.register(BIA.id(), file(i, "many", "f" + i)));
    }

    CatalogueState restored =
        CatalogueImage.restore(WholeContentsImage.chunks(state.image(), format).iterator(), 7);

    if (format > 1) {
      assertThat(chunks(restored)).containsExactlyElementsOf(chunks(state));
    }
    assertThat(restored.content(root(7)).orElseThrow().holdings()).hasSize(41);
    assertThat(restored.fileCount()).isEqualTo(state.fileCount());
    assertThat(restored.digest(BIA.id())).isEqualTo(state.digest(BIA.id()));
  }

  /** A size that earlier versions took, and this would refuse, is not taken from a snapshot. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatIsTooLargeIsLeftOut(int format) throws BadPacked {
    members();
    register(ANA, 1, "d", "n");
    SharedFile huge = file(8, "d", "huge");
    Naming naming = new Naming(huge.name(), huge.mediaType(), huge.v1(), huge.v2());
    state.restore(
        new Content(
            huge.root(),
            Long.MAX_VALUE,
            0,
            List.of(naming),
            List.of(new Holding(ANA.id(), huge.root(), "d", naming, huge.mark())),
            List.of()));

    List<byte[]> chunks =
        format == CatalogueImage.FORMAT
            ? chunks(state)
            : WholeContentsImage.chunks(state.image(), format);
    CatalogueState restored = CatalogueImage.restore(chunks.iterator(), 7);

    assertThat(restored.content(root(8))).isEmpty();
    assertThat(restored.fileCount(ANA.id())).isEqualTo(1);
    assertThat(restored.byteCount(ANA.id())).isEqualTo(file(7, "d", "n").size());
  }
}
