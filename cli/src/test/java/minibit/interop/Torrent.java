package minibit.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * A torrent made by libtorrent, so that a fault in our own maker cannot hide one in our reader.
 *
 * @param file the torrent file, which names no tracker
 * @param swarm the 20 bytes, in hexadecimal, by which trackers and peers know it: the v1 info-hash
 *     where it has one
 * @param magnet the magnet link, which names no tracker
 * @param padFiles where padding files would stand, and their sizes
 */
record Torrent(
    Payload payload,
    Version version,
    long size,
    Path file,
    String swarm,
    String magnet,
    Map<String, Long> padFiles) {
  private static final Map<String, Torrent> MADE = new ConcurrentHashMap<>();
  private static final int PIECE_LENGTH = 256 * 1024;
  private static final int LARGE_PIECE_LENGTH = 2 * 1024 * 1024;
  private static final long LARGE = 512L << 20;

  enum Version {
    V1,
    V2,
    HYBRID
  }

  static Torrent of(Payload payload, Version version, long size) {
    String name = payload.name().toLowerCase() + "-" + size + "-" + version.name().toLowerCase();
    return MADE.computeIfAbsent(name, key -> make(payload, version, size, key));
  }

  private static Torrent make(Payload payload, Version version, long size, String name) {
    Path out = Workspace.shared("payload").resolve(name + ".torrent");
    String answer =
        Tool.run(
            List.of(
                Tool.pythonWithLibtorrent(),
                Tool.script("make_torrent.py"),
                payload.source(size).resolve(payload.fileName()).toString(),
                out.toString(),
                version.name().toLowerCase(),
                String.valueOf(size < LARGE ? PIECE_LENGTH : LARGE_PIECE_LENGTH)));
    JsonNode made = Json.read(answer);
    Map<String, Long> padFiles = new LinkedHashMap<>();
    for (JsonNode file : made.path("files")) {
      if (file.path("pad").asBoolean()) {
        padFiles.put(file.path("path").asString(), file.path("size").asLong());
      }
    }
    return new Torrent(
        payload, version, size, out, swarm(made), made.path("magnet").asString(), padFiles);
  }

  private static String swarm(JsonNode made) {
    String v1 = made.path("infoHashV1").asString("");
    return v1.isEmpty() ? made.path("infoHashV2").asString().substring(0, 40) : v1;
  }

  /** A copy of the torrent file that names this tracker. */
  Path withTracker(Path folder, String url) {
    try {
      byte[] plain = Files.readAllBytes(file);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      // "announce" sorts before every other key in use, so it goes straight after the opening 'd'.
      out.write('d');
      out.write(("8:announce" + url.length() + ":" + url).getBytes(UTF_8));
      out.write(plain, 1, plain.length - 1);
      return Files.write(folder.resolve("announced.torrent"), out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String magnetWithTracker(String url) {
    return magnet + "&tr=" + URLEncoder.encode(url, UTF_8);
  }

  /** The file or folder as it was shared. */
  Path original() {
    return in(payload.source(size));
  }

  /** Where the file or folder stands below a client's data folder. */
  Path in(Path folder) {
    return folder.resolve(payload.fileName());
  }

  /** A folder holding the files, for a client to seed from. */
  Path seedFolder(Path folder, boolean withPadFiles) {
    payload.linkedInto(folder, size);
    if (withPadFiles) {
      padFiles.forEach((path, length) -> zeros(folder, path, length));
    }
    return folder;
  }

  private static void zeros(Path folder, String path, long length) {
    Path file = folder.resolve(path);
    Workspace.created(folder.resolve(path.substring(0, path.lastIndexOf('/'))));
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
