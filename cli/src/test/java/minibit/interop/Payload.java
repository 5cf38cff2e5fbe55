package minibit.interop;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Files to share: the same pseudo-random bytes in every run, under names with spaces, accents and
 * signs that escape badly, with an empty file and folders in folders.
 */
enum Payload {
  FILE("Relatório nº 1 (cópia) 100%.bin") {
    @Override
    void fill(Path path, long size) throws IOException {
      write(path, size, 1);
    }
  },
  FOLDER("Dados de álgebra & +more") {
    @Override
    void fill(Path path, long size) throws IOException {
      // No two files leave the same rest in a piece, so no two padding files get the same name:
      // rtorrent refuses a torrent that has two files at one path.
      long small = size / 1000 + 7;
      write(path.resolve("capítulo 1/seção α/figura [1].bin"), small, 1);
      write(path.resolve("capítulo 1/dados brutos.bin"), size / 8 * 5 + 3, 2);
      write(path.resolve("capítulo 1/vazio.dat"), 0, 3);
      write(path.resolve("leia-me.txt"), 1, 4);
      write(path.resolve("z 'último' #2;a=b.bin"), size / 8 * 3 - small - 4, 5);
    }
  };

  private static final int CHUNK = 1 << 16;

  private final String fileName;

  Payload(String fileName) {
    this.fileName = fileName;
  }

  abstract void fill(Path path, long size) throws IOException;

  /** The name of the file or folder. */
  String fileName() {
    return fileName;
  }

  /** The folder that holds this payload at the given size, made when it is first asked for. */
  Path source(long size) {
    Path folder = Workspace.shared("payload").resolve(name().toLowerCase() + "-" + size);
    Path done = folder.resolveSibling(folder.getFileName() + ".done");
    if (Files.exists(done)) {
      return folder;
    }
    Workspace.remove(folder);
    Workspace.created(folder);
    try {
      fill(folder.resolve(fileName), size);
      Files.createFile(done);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** A folder of its own to seed from, sharing the bytes of the source through hard links. */
  Path linkedInto(Path folder, long size) {
    Path source = source(size);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path link = folder.resolve(source.relativize(file));
        Files.createDirectories(link.getParent());
        Files.createLink(link, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  static void write(Path file, long size, long seed) throws IOException {
    Files.createDirectories(file.getParent());
    SplittableRandom random = new SplittableRandom(seed);
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
      for (long left = size; left > 0; left -= CHUNK) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(CHUNK, left));
      }
    }
  }
}
