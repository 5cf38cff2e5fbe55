package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.metainfo.TorrentFile;
import minibit.core.testing.Payload;
import minibit.core.testing.Vectors;
import minibit.daemon.disk.CreateException.Code;
import minibit.daemon.disk.TorrentCreator.Created;
import minibit.daemon.disk.TorrentCreator.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class TorrentCreatorTest {
  @TempDir private Path folder;

  static Stream<Arguments> madeByLibtorrent() {
    return Vectors.json("index.json")
        .get("torrents")
        .valueStream()
        .filter(row -> row.get("file").asString().contains("/fresh__lt-"))
        // Its v1 folders come in the order in which the disk gave them.
        .filter(row -> !row.get("kind").asString().equals("v1") || !row.has("payload_top"))
        .map(row -> Arguments.argumentSet(row.get("file").asString(), row));
  }

  /** The same content, piece length and version give the info-hash that libtorrent gave. */
  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("madeByLibtorrent")
  void infoHashesAreThoseOfLibtorrent(JsonNode row) throws Exception {
    JsonNode expect = row.get("expect");
    Path source = folder.resolve(expect.get("name").asString());
    for (JsonNode file : row.get("payload")) {
      Path path = row.has("payload_top") ? source.resolve(file.get("path").asString()) : source;
      Files.createDirectories(path.getParent());
      Files.write(path, Payload.of(file.get("seed").asString(), file.get("size").asInt()));
    }
    Metainfo theirs = MetainfoParser.parseTorrent(Vectors.bytes(row.get("file").asString()));

    Metainfo ours =
        TorrentCreator.create(
                TorrentCreator.scan(source, source.resolve("none")),
                new Wish(
                    theirs.version(),
                    expect.get("piece_length").asInt(),
                    theirs.isPrivate(),
                    Extras.NONE),
                done -> {})
            .metainfo();

    assertThat(ours.files()).isEqualTo(theirs.files());
    assertThat(ours.hashes()).isEqualTo(theirs.hashes());
    for (TorrentFile file : theirs.files()) {
      if (file.root().isPresent()) {
        assertThat(ours.pieceLayer(file.root().get()).orElse(new byte[0]))
            .isEqualTo(theirs.pieceLayer(file.root().get()).orElse(new byte[0]));
      }
    }
  }

  /** Made twice, a torrent is the same, whatever the order in which workers finish. */
  @Test
  void theSameTwice() throws Exception {
    Path tree = tree();
    byte[] once = create(tree, Version.HYBRID, 16384).torrent();
    assertThat(create(tree, Version.HYBRID, 16384).torrent()).isEqualTo(once);
  }

  /** Executables are marked, links followed, dead links left out and told. */
  @Test
  void attributesAndLinks() throws Exception {
    Path tree = tree();
    assertThat(tree.resolve("b").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(tree.resolve("link"), Path.of("b"));
    Files.createSymbolicLink(tree.resolve("dead"), Path.of("nowhere"));
    Created created = create(tree, Version.HYBRID, 16384);
    assertThat(created.lost()).containsExactly("dead");
    assertThat(created.metainfo().files())
        .filteredOn(file -> !file.pad())
        .extracting(TorrentFile::slashed, TorrentFile::executable, TorrentFile::length)
        .containsExactly(
            tuple("tree/a/deep.bin", false, 50_000L),
            tuple("tree/a.txt", false, 10L),
            tuple("tree/b", true, 20_000L),
            tuple("tree/link", true, 20_000L));
  }

  /** Progress ends at the size of the content, padding not counted. */
  @Test
  void progressAddsUp() throws Exception {
    AtomicLong most = new AtomicLong();
    Path tree = tree();
    TorrentCreator.create(
        TorrentCreator.scan(tree, tree.resolve("none")),
        new Wish(Version.HYBRID, 16384, false, Extras.NONE),
        done -> most.accumulateAndGet(done, Math::max));
    assertThat(most).hasValue(70_010);
  }

  /** What stands beside the info is written and read again. */
  @Test
  void extrasAreWritten() throws Exception {
    Extras extras =
        new Extras(
            List.of(List.of("http://a/announce"), List.of("udp://b:1/announce")),
            List.of("http://seed/"),
            List.of(),
            List.of(),
            Optional.of("a comment"),
            Optional.of("minibit"),
            Optional.empty());
    Path tree = tree();
    Metainfo made =
        TorrentCreator.create(
                TorrentCreator.scan(tree, tree.resolve("none")),
                new Wish(Version.V1, 0, true, extras),
                done -> {})
            .metainfo();
    assertThat(made.extras()).isEqualTo(extras);
    assertThat(made.isPrivate()).isTrue();
    assertThat(made.geometry().pieceLength()).isEqualTo(16384);
  }

  /** A file that grows, shrinks or goes between the look and the end is told, not hashed. */
  @Test
  void changesAreNoticed() throws Exception {
    Path tree = tree();
    Path file = tree.resolve("b");
    SourceTree scanned = TorrentCreator.scan(tree, tree.resolve("none"));
    Files.write(file, new byte[19_999]);
    assertCode(scanned, Code.FILE_CHANGED);

    SourceTree again = TorrentCreator.scan(tree, tree.resolve("none"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(12_345));
    assertCode(again, Code.FILE_CHANGED);

    SourceTree third = TorrentCreator.scan(tree, tree.resolve("none"));
    Files.delete(file);
    assertCode(third, Code.FILE_CHANGED);
  }

  /** Links that lead back into themselves end in an error, not in an endless walk. */
  @Test
  void linkLoopsAreNoticed() throws Exception {
    Path tree = tree();
    Files.createSymbolicLink(tree.resolve("a/back"), tree);
    assertThatThrownBy(() -> TorrentCreator.scan(tree, tree.resolve("none")))
        .isInstanceOfSatisfying(
            CreateException.class, e -> assertThat(e.code()).isEqualTo(Code.LINK_LOOP));
  }

  /** Also those that come back by a detour outside; links to the same place side by side do not. */
  @Test
  void linksThatComeBackByADetourAreNoticed() throws Exception {
    Path tree = tree();
    Path outside = Files.createDirectories(folder.resolve("outside/deep"));
    Files.createSymbolicLink(tree.resolve("one"), outside.getParent());
    Files.createSymbolicLink(tree.resolve("two"), outside.getParent());
    Files.write(outside.resolve("file"), new byte[5]);
    assertThat(TorrentCreator.scan(tree, tree.resolve("none")).files())
        .extracting(file -> String.join("/", file.path()))
        .contains("one/deep/file", "two/deep/file");

    Files.createSymbolicLink(outside.resolve("home"), tree);
    assertThatThrownBy(() -> TorrentCreator.scan(tree, tree.resolve("none")))
        .isInstanceOfSatisfying(
            CreateException.class, e -> assertThat(e.code()).isEqualTo(Code.LINK_LOOP));
  }

  /** Many small files in many folders: every one is found, at its place, with its bytes. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void manySmallFiles(Version version) throws Exception {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 500; i++) {
      Path inside = Files.createDirectories(many.resolve("sub-" + i % 7).resolve("x" + i % 3));
      Files.write(inside.resolve("f" + i), Payload.of("many" + i, 100 + i));
    }
    Path torrent = many.resolve("sub-0/many.torrent");
    Files.writeString(torrent, "the torrent itself is left out");
    Metainfo made =
        TorrentCreator.create(
                TorrentCreator.scan(many, torrent),
                new Wish(version, 16384, false, Extras.NONE),
                done -> {})
            .metainfo();
    assertThat(made.files()).filteredOn(TorrentFile::isContent).hasSize(500);
    assertThat(made.contentSize()).isEqualTo(500 * 100 + 500 * 499 / 2);
    ContentVerifier.Result result = new ContentVerifier(made, folder).verify(done -> {});
    assertThat(result.isOk()).isTrue();
    assertThat(result.extra().paths()).containsExactly(List.of("sub-0", "many.torrent"));
  }

  /** A pipe would be waited for until somebody writes into it. */
  @Test
  void whatIsNoFileIsRefused() throws Exception {
    Path tree = tree();
    Path pipe = tree.resolve("a/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> TorrentCreator.scan(tree, tree.resolve("none")))
        .isInstanceOfSatisfying(
            CreateException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.NOT_A_FILE);
              assertThat(e.path()).isEqualTo(pipe.toString());
            });
  }

  /** Nothing there, or nothing in it. */
  @Test
  void emptinessIsRefused() throws Exception {
    assertThatThrownBy(() -> TorrentCreator.scan(folder.resolve("no"), folder))
        .isInstanceOf(NoSuchFileException.class);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.createFile(empty.resolve("nothing"));
    assertThatThrownBy(() -> create(empty, Version.V2, 0))
        .isInstanceOfSatisfying(
            BadMetainfo.class, e -> assertThat(e.code()).isEqualTo(BadMetainfo.Code.NO_CONTENT));
  }

  private void assertCode(SourceTree tree, Code code) {
    assertThatThrownBy(
            () ->
                TorrentCreator.create(
                    tree, new Wish(Version.HYBRID, 16384, false, Extras.NONE), done -> {}))
        .isInstanceOfSatisfying(CreateException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Path tree() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.createDirectories(tree.resolve("a"));
    Files.write(tree.resolve("a/deep.bin"), Payload.of("deep", 50_000));
    Files.write(tree.resolve("a.txt"), Payload.of("text", 10));
    Files.write(tree.resolve("b"), Payload.of("b", 20_000));
    return tree;
  }

  private static Created create(Path source, Version version, int pieceLength) throws Exception {
    return TorrentCreator.create(
        TorrentCreator.scan(source, source.resolve("none")),
        new Wish(version, pieceLength, false, Extras.NONE),
        done -> {});
  }
}
