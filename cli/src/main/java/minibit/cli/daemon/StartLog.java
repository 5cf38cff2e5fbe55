package minibit.cli.daemon;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Why a daemon in a process of its own gave up, by what it wrote. */
final class StartLog {
  /** The end of it that is looked at, in bytes: the last words are few. */
  private static final int LOOKED_AT = 64 << 10;

  /** A virtual machine that cannot start says why in two lines. */
  private static final int LINES = 2;

  /** The most of it that is repeated, in characters. */
  private static final int REPEATED = 400;

  /** A file system with less room than this, in bytes, counts as full. */
  private static final long FULL = 64 << 10;

  private final Path file;

  StartLog(Path file) {
    this.file = file;
  }

  /**
   * The daemon's own complaint; else that its disk is full; else its last lines, as of a virtual
   * machine that did not start; else only its exit code.
   */
  CliException failure(int exit) throws IOException {
    List<String> lines = end().lines().filter(line -> !line.isBlank()).toList();
    for (String line : lines) {
      JsonNode error = json(line).map(node -> node.path("error")).orElse(null);
      if (error != null && error.isObject()) {
        String message = error.path("message").asString("");
        return CliException.told(exit, error.path("code").asString("background-failed"), message);
      }
    }
    // What it said may have had no room, too.
    if (Files.getFileStore(file).getUsableSpace() < FULL) {
      return new CliException(ExitCode.FAILURE, "background-no-room", exit, file);
    }
    String words = lastWords(lines);
    return words.isEmpty()
        ? new CliException(ExitCode.FAILURE, "background-failed", exit, file)
        : new CliException(ExitCode.FAILURE, "background-said", exit, words, file);
  }

  /** Frames of a stack are indented; they help nobody here. */
  private static String lastWords(List<String> lines) {
    List<String> said =
        lines.stream()
            .filter(line -> !Character.isWhitespace(line.charAt(0)))
            .filter(line -> json(line).isEmpty())
            .toList();
    String words = String.join(" ", said.subList(Math.max(0, said.size() - LINES), said.size()));
    String plain = words.replaceAll("[\\p{Cc}\\p{Cf}]", " ").strip();
    return plain.length() <= REPEATED ? plain : plain.substring(0, REPEATED) + "…";
  }

  private static Optional<JsonNode> json(String line) {
    try {
      return Optional.of(Json.read(line)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Bytes that are no UTF-8 stand as question marks: a machine's locale may be another. */
  private String end() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long size = in.length();
      byte[] bytes = new byte[(int) Math.min(size, LOOKED_AT)];
      in.seek(size - bytes.length);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
