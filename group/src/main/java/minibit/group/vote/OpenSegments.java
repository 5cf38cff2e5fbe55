package minibit.group.vote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The segments of a log that were being written when it was left. */
final class OpenSegments {
  /** How Ratis begins a segment. */
  private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);

  private OpenSegments() {}

  /**
   * Whether a crash may be all that happened to them: each has its header, or nothing at all yet. A
   * crash cuts the end; where the beginning is wrong, acknowledged entries are lost.
   */
  static boolean beginWell(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> open =
          walk.filter(file -> String.valueOf(file.getFileName()).startsWith("log_inprogress"))
              .toList();
      for (Path file : open) {
        if (!beginsWell(file)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean beginsWell(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(HEADER.length);
      return Arrays.equals(begin, HEADER) || isBlank(begin) && isBlank(in.readAllBytes());
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
