package minibit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares what was fetched with what was shared, file by file. */
final class Digests {
  private static final int BUFFER = 1 << 20;

  private Digests() {}

  /**
   * The same paths with the same SHA-256 below both folders. Padding is left out, and so are empty
   * files when the fetcher is known to leave them out.
   */
  static void assertSame(Path shared, Path fetched, boolean emptyFilesToo) {
    assertThat(of(fetched, emptyFilesToo)).isEqualTo(of(shared, emptyFilesToo));
  }

  private static Map<String, String> of(Path folder, boolean emptyFilesToo) {
    Map<String, String> digests = new TreeMap<>();
    for (Path file : files(folder)) {
      if (emptyFilesToo || file.toFile().length() > 0) {
        digests.put(folder.relativize(file).toString(), sha256(file));
      }
    }
    return digests;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !folder.relativize(file).startsWith(".pad"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream through = new DigestInputStream(in, digest)) {
        byte[] buffer = new byte[BUFFER];
        while (through.read(buffer) >= 0) {
          // the stream feeds the digest
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
