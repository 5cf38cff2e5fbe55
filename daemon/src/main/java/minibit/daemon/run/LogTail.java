package minibit.daemon.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.LogLines;

/** The end of a log file. */
final class LogTail {
  /** What is looked at: ten thousand lines of usual length. */
  private static final int MOST_BYTES = 2 << 20;

  private LogTail() {}

  static LogLines of(Path file, int most) {
    if (!Files.exists(file)) {
      return new LogLines(file.toString(), List.of());
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - MOST_BYTES);
      byte[] end = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      // The first may have been cut.
      List<String> whole = from == 0 ? lines : lines.subList(1, lines.size());
      return new LogLines(
          file.toString(), whole.subList(Math.max(0, whole.size() - most), whole.size()));
    } catch (IOException e) {
      throw ApiException.failed(
          "log-unreadable",
          Sentence.of("log-unreadable", "the log cannot be read: {0}", e.getMessage()));
    }
  }
}
