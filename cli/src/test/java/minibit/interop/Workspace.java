package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Where the tests work: {@code cli/target/interop}, one folder per test, logs kept and data
 * removed.
 */
public final class Workspace {
  /** The folder of the whole project. */
  public static final Path ROOT =
      Path.of(Objects.requireNonNullElse(System.getProperty("minibit.root"), ".."))
          .toAbsolutePath();

  private static final Path TOP = ROOT.resolve("cli/target/interop");

  private Workspace() {}

  /** An empty folder for one test. */
  public static Path fresh(String suite, String test) {
    Path folder = TOP.resolve(suite).resolve(test.replaceAll("[^A-Za-z0-9]+", "-"));
    remove(folder);
    return created(folder);
  }

  /** A folder that all tests of the run share. */
  public static Path shared(String name) {
    return created(TOP.resolve(name));
  }

  public static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all it holds, if it is there. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path directory, @org.jspecify.annotations.Nullable IOException fault)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
