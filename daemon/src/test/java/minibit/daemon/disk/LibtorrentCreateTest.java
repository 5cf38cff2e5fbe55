package minibit.daemon.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.metainfo.TorrentFile;
import minibit.core.testing.Payload;
import minibit.daemon.disk.TorrentCreator.Wish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Torrents made here and by the libtorrent of the machine have one info-hash. */
@Tag("interop")
class LibtorrentCreateTest {
  /** Arguments: path, piece length, version, and for v1 folders the files in order. */
  private static final String SCRIPT =
      """
      import sys, os, libtorrent as lt
      path, piece, version, order = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
      fs = lt.file_storage()
      if order:
          for name in order:
              full = os.path.join(os.path.dirname(path), name)
              flags = lt.file_flags_t.flag_executable if os.lstat(full).st_mode & 0o100 else 0
              fs.add_file(name, os.stat(full).st_size, flags)
      else:
          lt.add_files(fs, path)
      flags = {'v1': lt.create_torrent.v1_only, 'v2': lt.create_torrent.v2_only, 'hybrid': 0}
      t = lt.create_torrent(fs, piece, flags[version])
      lt.set_piece_hashes(t, os.path.dirname(path))
      h = lt.torrent_info(t.generate()).info_hashes()
      print(h.v1 if h.has_v1() else '-', h.v2 if h.has_v2() else '-')
      """;

  @TempDir private Path folder;

  /** One file, whatever its size beside the piece length. */
  @ParameterizedTest
  @CsvSource({
    "1,16384",
    "16383,16384",
    "16384,16384",
    "16385,16384",
    "1000000,65536",
    "65536,65536",
    "5000001,262144",
    "20000,1048576"
  })
  void singleFiles(int size, int pieceLength) throws Exception {
    Path file = folder.resolve("one file.bin");
    Files.write(file, Payload.of("one", size));
    for (Version version : Version.values()) {
      assertSame(file, pieceLength, version);
    }
  }

  /** A folder with all that makes a difference: depth, order, empty files, executables, links. */
  @ParameterizedTest
  @CsvSource({"16384", "65536", "1048576"})
  void folders(int pieceLength) throws Exception {
    Path tree = folder.resolve("a tree é");
    write(tree.resolve("a/z.bin"), 70_000);
    write(tree.resolve("a.b/z.bin"), 16_384);
    write(tree.resolve("a b"), 3);
    write(tree.resolve("A"), 200_000);
    write(tree.resolve("a-/x/y/z"), 65_536);
    write(tree.resolve("empty"), 0);
    write(tree.resolve("run.sh"), 12);
    write(tree.resolve(".hidden"), 33_000);
    write(tree.resolve("é/文件"), 99_999);
    assertThat(tree.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(tree.resolve("link"), Path.of("A"));
    Files.createSymbolicLink(tree.resolve("linked folder"), Path.of("a-"));
    Files.createSymbolicLink(tree.resolve("dead"), Path.of("nowhere"));
    for (Version version : Version.values()) {
      assertSame(tree, pieceLength, version);
    }
  }

  /** A folder with one file is a folder, and has no padding. */
  @ParameterizedTest
  @CsvSource({"16384", "65536"})
  void foldersOfOneFile(int pieceLength) throws Exception {
    write(folder.resolve("lone/file.bin"), 50_000);
    for (Version version : Version.values()) {
      assertSame(folder.resolve("lone"), pieceLength, version);
    }
  }

  private static void write(Path file, int size) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Payload.of(file.getFileName().toString(), size));
  }

  private static void assertSame(Path source, int pieceLength, Version version) throws Exception {
    Metainfo ours =
        TorrentCreator.create(
                TorrentCreator.scan(source, source.resolve("none")),
                new Wish(version, pieceLength, false, Extras.NONE),
                done -> {})
            .metainfo();
    List<String> order =
        version == Version.V1 && ours.isFolder()
            ? ours.files().stream().map(TorrentFile::slashed).toList()
            : List.of();
    String found =
        ours.hashes().v1().map(Object::toString).orElse("-")
            + " "
            + ours.hashes().v2().map(Object::toString).orElse("-");
    assertThat(found)
        .as(version + " by " + pieceLength)
        .isEqualTo(libtorrent(source, pieceLength, version, order));
  }

  private static String libtorrent(
      Path source, int pieceLength, Version version, List<String> order) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/python3",
                "-c",
                SCRIPT,
                source.toString(),
                Integer.toString(pieceLength),
                version.label().toLowerCase(Locale.ROOT)));
    command.addAll(order);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    try (var out = process.inputReader(UTF_8)) {
      String text = out.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor()).as(text).isZero();
      return text.strip();
    }
  }
}
