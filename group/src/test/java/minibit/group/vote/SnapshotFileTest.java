package minibit.group.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.core.catalogue.CatalogueImage;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.CommandCodec;
import minibit.core.catalogue.SharedFile;
import minibit.core.catalogue.WholeContentsImage;
import minibit.core.identity.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  private static final int COPIES = 17_000;

  @TempDir Path folder;

  /** The log is dropped up to a snapshot, so no member may make one that nobody can read. */
  @Test
  void whatWasWrittenCanBeRead() throws Exception {
    CatalogueState state = copiesInADeepFolder();

    Path file = folder.resolve("snapshot");
    assertThat(SnapshotFile.write(state.image(), file, () -> false)).isTrue();

    assertThat(SnapshotFile.read(file).fileCount()).isEqualTo(COPIES);
  }

  /** An earlier version wrote it in one chunk and dropped its log: nothing else is left. */
  @Test
  void whatAnEarlierVersionWroteIsRead() throws Exception {
    Path file = folder.resolve("snapshot");
    List<byte[]> chunks = WholeContentsImage.chunks(copiesInADeepFolder().image(), 2);
    assertThat(chunks).anyMatch(chunk -> chunk.length > CatalogueImage.MAX_CHUNK_BYTES);
    write(file, chunks);

    assertThat(SnapshotFile.read(file).fileCount()).isEqualTo(COPIES);
  }

  /** A length that is not true takes no memory. */
  @Test
  void aChunkEndsWithItsFile() throws Exception {
    Path file = folder.resolve("snapshot");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeInt(SnapshotFile.MAX_READ_BYTES);
      out.write(new byte[100]);
    }

    assertThatThrownBy(() -> SnapshotFile.read(file)).hasMessage("snapshot snapshot: cut short");
  }

  private static void write(Path file, List<byte[]> chunks) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (byte[] chunk : chunks) {
        out.writeInt(chunk.length);
        out.write(chunk);
      }
    }
  }

  /** Many copies of one file: a content with as many holdings. */
  private static CatalogueState copiesInADeepFolder() throws Exception {
    CatalogueState state = new CatalogueState(7);
    TestIdentity who = TestIdentity.of(1);
    state.apply(Catalogues.founded("g"));
    state.apply(Catalogues.joined(who, "hostile"));
    String deep = "d".repeat(CatalogueLimits.FOLDER_BYTES);
    for (int from = 0; from < COPIES; from += CatalogueLimits.BATCH) {
      List<SharedFile> files = new ArrayList<>();
      for (int i = from; i < Math.min(COPIES, from + CatalogueLimits.BATCH); i++) {
        files.add(Catalogues.file(7, deep, "f" + i));
      }
      byte[] entry =
          CommandCodec.encode(Catalogues.register(who.id(), files.toArray(new SharedFile[0])));
      state.apply(CommandCodec.decode(entry));
    }
    return state;
  }
}
