package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import minibit.core.piece.Geometry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {
  @TempDir Path folder;

  private final HandleCache handles = new HandleCache(1);
  private final ContentLayout layout =
      new ContentLayout(
          Geometry.linear(100, 32),
          List.of(
              ContentFile.plain(List.of("t", "a"), 0, 40),
              new ContentFile(List.of("t", "pad"), 40, 24, true, false, Optional.empty()),
              ContentFile.plain(List.of("t", "b"), 64, 36)));

  @AfterEach
  void close() {
    handles.close();
  }

  private FileStorage open(int... wanted) throws IOException {
    BitSet files = new BitSet();
    for (int file : wanted) {
      files.set(file);
    }
    return FileStorage.open(folder, layout, files, ".part", false, handles);
  }

  private static ByteBuffer bytes(int from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (from + i));
    }
    return bytes.flip();
  }

  /** A begun download's files have their full length: a shorter one came from somebody else. */
  @Test
  void aShorterFileIsNotWrittenOver() throws Exception {
    Path file = Files.createDirectories(folder.resolve("t")).resolve("a");
    Files.writeString(file, "the user's own");

    assertThatThrownBy(() -> resume().close())
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.code()).isEqualTo(StorageException.Code.FILE_EXISTS));
    assertThat(file).hasContent("the user's own");
  }

  /** Whoever ended between making a file and giving it its length left it empty. */
  @Test
  void anEmptyFileOfABegunDownloadIsGivenItsLength() throws Exception {
    Path file = Files.createFile(Files.createDirectories(folder.resolve("t")).resolve("a"));

    resume().close();

    assertThat(file).hasSize(40);
  }

  private FileStorage resume() throws IOException {
    return FileStorage.open(folder, layout, new BitSet(), ".part", true, handles);
  }

  /** Several buffers are one stretch: within a file, and over the borders of files. */
  @Test
  void neighboursAreWrittenTogether() throws Exception {
    try (FileStorage storage = open(0, 1, 2)) {
      storage.write(0, List.of(bytes(0, 10), bytes(10, 7), bytes(17, 3)));
      storage.write(20, List.of(bytes(20, 10), bytes(30, 60)));

      ByteBuffer read = ByteBuffer.allocate(90);
      storage.read(0, read);
      for (int i = 0; i < 90; i++) {
        assertThat(read.get(i)).isEqualTo((byte) (i >= 40 && i < 64 ? 0 : i));
      }
    }
  }

  /** What falls to an unwanted file is kept beside the content, however it is written. */
  @Test
  void neighboursOfAnUnwantedFileAreKeptAside() throws Exception {
    try (FileStorage storage = open(2)) {
      storage.write(30, List.of(bytes(30, 4), bytes(34, 6)));

      assertThat(folder.resolve("t/a")).doesNotExist();
      ByteBuffer read = ByteBuffer.allocate(10);
      storage.read(30, read);
      assertThat(read.flip()).isEqualTo(bytes(30, 10));
    }
  }

  /** A stretch over three files goes where it belongs; padding is nowhere and reads as zeros. */
  @Test
  void bytesFallIntoTheirFiles() throws Exception {
    try (FileStorage storage = open(0, 1, 2)) {
      storage.write(30, bytes(30, 60));

      ByteBuffer read = ByteBuffer.allocate(60);
      storage.read(30, read);
      assertThat(read.get(9)).isEqualTo((byte) 39);
      assertThat(read.get(10)).isZero();
      assertThat(read.get(34)).isEqualTo((byte) 64);
      assertThat(folder.resolve("t/a")).hasSize(40);
      assertThat(folder.resolve("t/b")).hasSize(36);
      assertThat(folder.resolve("t/pad")).doesNotExist();
    }
  }

  /** What shares a piece with a wanted file is kept aside, and moves when its file is wanted. */
  @Test
  void unwantedFilesAreNotCreated() throws Exception {
    try (FileStorage storage = open(0)) {
      storage.write(64, bytes(64, 32));
      assertThat(folder.resolve("t/b")).doesNotExist();

      BitSet all = new BitSet();
      all.set(0, 3);
      storage.want(all, piece -> false);

      assertThat(Files.readAllBytes(folder.resolve("t/b"))[31]).isEqualTo((byte) 95);
    }
  }

  /**
   * Blocks that were on their way when a file was given up are kept aside, from its middle as well,
   * and are in the file when it is wanted again; also if that is in a later run.
   */
  @Test
  void whatCameForAFileGivenUpIsNotLost() throws Exception {
    ContentLayout one =
        new ContentLayout(
            Geometry.linear(160, 32), List.of(ContentFile.plain(List.of("big"), 0, 160)));
    BitSet all = new BitSet();
    all.set(0);
    for (boolean later : new boolean[] {false, true}) {
      Path at = folder.resolve("later " + later);
      try (FileStorage storage = FileStorage.open(at, one, new BitSet(), ".part", false, handles)) {
        storage.write(64, List.of(bytes(64, 20), bytes(84, 12)));
        assertThat(at.resolve("big")).doesNotExist();
        if (!later) {
          storage.want(all, piece -> false);
        }
      }
      if (later) {
        try (FileStorage storage = FileStorage.open(at, one, all, ".part", true, handles)) {
          storage.prepare(piece -> piece == 2);
        }
      }

      byte[] file = Files.readAllBytes(at.resolve("big"));
      assertThat(file).hasSize(160);
      assertThat(ByteBuffer.wrap(file, 64, 32)).isEqualTo(bytes(64, 32));
    }
  }

  /** A file of another size belongs to somebody: it is neither cut nor written. */
  @Test
  void aForeignFileIsNotTouched() throws Exception {
    Files.createDirectories(folder.resolve("t"));
    Files.write(folder.resolve("t/a"), new byte[50]);

    assertThatThrownBy(() -> open(0, 1, 2)).hasMessageContaining("not touched");
    assertThat(folder.resolve("t/a")).hasSize(50);
  }

  /** A planted link does not lead out of the folder. */
  @Test
  void aLinkThatLeadsOutIsRefused(@TempDir Path elsewhere) throws Exception {
    Files.createSymbolicLink(folder.resolve("t"), elsewhere);

    assertThatThrownBy(() -> open(0, 1, 2)).hasMessageContaining("leads elsewhere");
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** What cannot fit is refused before the first byte. */
  @Test
  void tooLittleSpaceIsSaidBefore() throws Exception {
    try (FileStorage storage = open(0, 1, 2)) {
      assertThatThrownBy(() -> storage.requireSpace(Long.MAX_VALUE)).hasMessageContaining("free");
    }
  }

  @Test
  void unsafeComponentsAreRefused() {
    assertThatThrownBy(() -> ContentFile.plain(List.of("..", "x"), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
