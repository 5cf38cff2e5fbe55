package minibit.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Files of several kinds that open in ordinary programs, made for being shared. */
public final class Samples {
  /** Names of the files: a text, a picture, a document, a sound, a film. */
  public static final List<String> NAMES =
      List.of("notes.txt", "picture.png", "swarm.pdf", "steps.mp3", "zoom.mp4");

  private static final int BUFFER = 1 << 16;

  private Samples() {}

  /** Writes them into a new folder. */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : NAMES) {
      write(folder, name);
    }
  }

  /** Writes one of them into a folder. */
  static void write(Path folder, String name) throws IOException {
    try (InputStream in = open(name)) {
      Files.copy(in, folder.resolve(name));
    }
  }

  /** The SHA-256 of a file as it was made, in hexadecimal. */
  public static String digest(String name) throws IOException {
    try (InputStream in = open(name)) {
      return digest(in);
    }
  }

  /** The SHA-256 of a file on disk, in hexadecimal. */
  public static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return digest(in);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        Samples.class.getResourceAsStream("/minibit/cli/samples/" + name), name);
  }

  private static String digest(InputStream in) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
