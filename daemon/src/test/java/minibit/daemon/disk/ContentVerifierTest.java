package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.testing.Payload;
import minibit.daemon.disk.ContentVerifier.FileResult;
import minibit.daemon.disk.ContentVerifier.FileState;
import minibit.daemon.disk.ContentVerifier.Result;
import minibit.daemon.disk.TorrentCreator.Wish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentVerifierTest {
  @TempDir private Path folder;
  private Path tree;

  @BeforeEach
  void content() throws Exception {
    tree = Files.createDirectories(folder.resolve("tree"));
    Files.write(tree.resolve("a.bin"), Payload.of("a", 100_000));
    Files.write(tree.resolve("b.bin"), Payload.of("b", 1));
    Files.createFile(tree.resolve("c.empty"));
    Files.write(tree.resolve("d.bin"), Payload.of("d", 40_000));
  }

  /** Whole content passes, named by its own folder or by the one around it. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void wholeContentPasses(Version version) throws Exception {
    Metainfo torrent = torrent(version);
    assertThat(verify(torrent, folder).isOk()).isTrue();
    Result inside = verify(torrent, tree);
    assertThat(inside.isOk()).isTrue();
    assertThat(inside.goodBytes()).isEqualTo(140_001);
  }

  /** One wrong byte spoils one piece, and is found in its file. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void oneWrongByteIsFound(Version version) throws Exception {
    Metainfo torrent = torrent(version);
    byte[] content = Payload.of("a", 100_000);
    content[50_000] ^= 1;
    Files.write(tree.resolve("a.bin"), content);
    Result result = verify(torrent, folder);
    assertThat(result.isOk()).isFalse();
    assertThat(result.pieces().count()).isEqualTo(torrent.geometry().pieces() - 1);
    assertThat(result.pieces().get(50_000 / 16384)).isFalse();
    assertThat(states(result))
        .containsExactly(FileState.CORRUPT, FileState.OK, FileState.OK, FileState.OK);
    assertThat(result.files().getFirst().goodBytes()).isEqualTo(100_000 - 16384);
  }

  /** Missing, short and long files are told apart. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void sizesAreTold(Version version) throws Exception {
    Metainfo torrent = torrent(version);
    Files.write(tree.resolve("a.bin"), Payload.of("a", 40_000));
    Files.write(tree.resolve("b.bin"), new byte[2]);
    Files.delete(tree.resolve("c.empty"));
    Result result = verify(torrent, folder);
    assertThat(result.isOk()).isFalse();
    assertThat(states(result).subList(0, 3))
        .containsExactly(FileState.SHORT, FileState.LONG, FileState.MISSING);
    assertThat(result.pieces().get(0)).isTrue();
    assertThat(result.pieces().get(1)).isTrue();
    assertThat(result.pieces().get(2)).isFalse();
  }

  /** Nothing there is not an error, but a result. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void nothingThere(Version version) throws Exception {
    Result result = verify(torrent(version), folder.resolve("nowhere"));
    assertThat(states(result)).containsOnly(FileState.MISSING);
    assertThat(result.pieces().count()).isZero();
  }

  /** What lies beside the content is told and takes nothing away from it. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void extraFilesAreTold(Version version) throws Exception {
    Metainfo torrent = torrent(version);
    assertThat(verify(torrent, folder).extra().paths()).isEmpty();
    Files.createDirectories(tree.resolve("sub/empty"));
    Files.writeString(tree.resolve("sub/more.txt"), "more");
    Files.createSymbolicLink(tree.resolve("link"), folder);
    Files.writeString(folder.resolve("beside.txt"), "nobody asked");
    for (Path where : List.of(folder, tree)) {
      Result result = verify(torrent, where);
      assertThat(result.isOk()).isTrue();
      assertThat(result.extra())
          .isEqualTo(new ExtraFiles(List.of(List.of("link"), List.of("sub", "more.txt")), false));
    }
  }

  /** Where a file should be and a folder is, what lies in that folder is told. */
  @Test
  void aFolderInPlaceOfAFileIsLookedInto() throws Exception {
    Metainfo torrent = torrent(Version.V1);
    Files.delete(tree.resolve("d.bin"));
    Files.createDirectory(tree.resolve("d.bin"));
    Files.createFile(tree.resolve("d.bin/inside"));
    Result result = verify(torrent, folder);
    assertThat(states(result)).containsSubsequence(FileState.OK, FileState.MISSING);
    assertThat(result.extra().paths()).containsExactly(List.of("d.bin", "inside"));
  }

  /** The wrong folder named by mistake does not fill the screen. */
  @Test
  void extraFilesAreListedUpToALimit() throws Exception {
    Metainfo torrent = torrent(Version.V1);
    for (int i = 0; i < ExtraFiles.MAX + 5; i++) {
      Files.createFile(tree.resolve("x" + i));
    }
    ExtraFiles extra = verify(torrent, folder).extra();
    assertThat(extra.paths()).hasSize(ExtraFiles.MAX);
    assertThat(extra.more()).isTrue();
  }

  private static List<FileState> states(Result result) {
    return result.files().stream().map(FileResult::state).toList();
  }

  private static Result verify(Metainfo torrent, Path where) throws Exception {
    return new ContentVerifier(torrent, where).verify(done -> {});
  }

  private Metainfo torrent(Version version) throws Exception {
    return TorrentCreator.create(
            TorrentCreator.scan(tree, tree.resolve("none")),
            new Wish(version, 16384, false, Extras.NONE),
            done -> {})
        .metainfo();
  }
}
