package minibit.daemon.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.piece.Block;
import minibit.daemon.disk.PieceHashes;

/** A torrent with known content, made by hand: of any version, of one file or several. */
record SampleTorrent(Metainfo metainfo, byte[] torrent, Map<String, byte[]> files) {
  static final int PIECE = 64 * 1024;

  /** One file of random bytes. */
  static SampleTorrent single(Metainfo.Version version, int size, long seed) {
    return make(version, "sample-" + seed + ".bin", Map.of("", random(size, seed)), PIECE);
  }

  static SampleTorrent single(Metainfo.Version version, int size, int piece, long seed) {
    return make(version, "sample-" + seed + ".bin", Map.of("", random(size, seed)), piece);
  }

  /** A folder with an empty file, small ones, and one of several pieces. */
  static SampleTorrent folder(Metainfo.Version version, long seed) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("a-empty", new byte[0]);
    files.put("b-small.txt", random(1000, seed));
    files.put("c-large.bin", random(5 * PIECE + 12_345, seed + 1));
    files.put("d-last.txt", random(40_000, seed + 2));
    return make(version, "folder-" + seed, files, PIECE);
  }

  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The same single file under another name, so under other info-hashes. */
  SampleTorrent named(String name) {
    return make(
        metainfo.version(),
        name,
        Map.of("", files.values().iterator().next()),
        metainfo.geometry().pieceLength());
  }

  private static SampleTorrent make(
      Metainfo.Version version, String name, Map<String, byte[]> files, int piece) {
    Map<String, Object> info = new TreeMap<>();
    info.put("name", name);
    info.put("piece length", (long) piece);
    Map<String, Object> top = new TreeMap<>();
    boolean single = files.containsKey("");
    if (version.hasV1()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      List<Object> list = new ArrayList<>();
      int left = files.size();
      for (var entry : files.entrySet()) {
        line.writeBytes(entry.getValue());
        list.add(file(List.of(entry.getKey()), entry.getValue().length, ""));
        int pad = (piece - line.size() % piece) % piece;
        if (version.hasV2() && pad > 0 && --left > 0 && entry.getValue().length > 0) {
          line.writeBytes(new byte[pad]);
          list.add(file(List.of(".pad", "" + pad), pad, "p"));
        }
      }
      if (single) {
        info.put("length", (long) line.size());
      } else {
        info.put("files", list);
      }
      info.put("pieces", sha1s(line.toByteArray(), piece));
    }
    if (version.hasV2()) {
      info.put("meta version", 2L);
      Map<String, Object> tree = new TreeMap<>();
      Map<Object, Object> layers = new LinkedHashMap<>();
      for (var entry : files.entrySet()) {
        tree.put(single ? name : entry.getKey(), Map.of("", leaf(entry.getValue(), piece, layers)));
      }
      info.put("file tree", tree);
      top.put("piece layers", layers);
    }
    top.put("info", info);
    byte[] torrent = encode(top);
    Map<String, byte[]> paths = new TreeMap<>();
    files.forEach((path, bytes) -> paths.put(single ? name : name + "/" + path, bytes));
    try {
      return new SampleTorrent(MetainfoParser.parseTorrent(torrent), torrent, paths);
    } catch (BadMetainfo e) {
      throw new AssertionError(e);
    }
  }

  /** The same with {@code private=1}, so under other info-hashes (BEP 27). */
  SampleTorrent asPrivate() {
    try {
      BDict top = Bencode.decode(torrent, Limits.TORRENT).dict().orElseThrow();
      BDict.Builder info = BDict.builder();
      top.dict("info").orElseThrow().forEach(info::put);
      BDict.Builder whole = BDict.builder();
      top.forEach(whole::put);
      byte[] changed = Bencode.encode(whole.put("info", info.put("private", 1).build()).build());
      return new SampleTorrent(MetainfoParser.parseTorrent(changed), changed, files);
    } catch (BadBencode | BadMetainfo e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> file(List<String> path, long length, String attr) {
    Map<String, Object> file = new TreeMap<>();
    file.put("length", length);
    file.put("path", path);
    if (!attr.isEmpty()) {
      file.put("attr", attr);
    }
    return file;
  }

  private static byte[] sha1s(byte[] line, int piece) {
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    for (int at = 0; at < line.length; at += piece) {
      MessageDigest sha1 = PieceHashes.sha1();
      sha1.update(line, at, Math.min(piece, line.length - at));
      hashes.writeBytes(sha1.digest());
    }
    return hashes.toByteArray();
  }

  private static Map<String, Object> leaf(byte[] bytes, int piece, Map<Object, Object> layers) {
    Map<String, Object> leaf = new TreeMap<>();
    leaf.put("length", (long) bytes.length);
    if (bytes.length == 0) {
      return leaf;
    }
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += Block.SIZE) {
      MessageDigest sha256 = PieceHashes.sha256();
      sha256.update(bytes, at, Math.min(Block.SIZE, bytes.length - at));
      leaves.writeBytes(sha256.digest());
    }
    byte[] all = leaves.toByteArray();
    byte[] root = Merkle.root(all, 0, Merkle.height(bytes.length));
    leaf.put("pieces root", root);
    if (bytes.length > piece) {
      int perPiece = piece / Block.SIZE * Merkle.HASH;
      ByteArrayOutputStream layer = new ByteArrayOutputStream();
      for (int at = 0; at < all.length; at += perPiece) {
        byte[] part = java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + perPiece));
        layer.writeBytes(Merkle.root(part, 0, Merkle.pieceLayer(piece)));
      }
      layers.put(root, layer.toByteArray());
    }
    return leaf;
  }

  private static byte[] encode(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case Long number -> out.writeBytes(("i" + number + "e").getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> {
        out.writeBytes((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
      }
      case String text -> write(text.getBytes(StandardCharsets.UTF_8), out);
      case List<?> list -> {
        out.write('l');
        list.forEach(item -> write(item, out));
        out.write('e');
      }
      case Map<?, ?> map -> {
        out.write('d');
        map.forEach(
            (key, item) -> {
              write(key, out);
              write(item, out);
            });
        out.write('e');
      }
      default -> throw new AssertionError("no bencode: " + value);
    }
  }

  /** Writes the content below a folder. */
  SampleTorrent saveIn(Path folder) {
    files.forEach(
        (path, bytes) -> {
          try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return this;
  }

  /** Whether exactly the content lies below a folder. */
  boolean isIn(Path folder) {
    return files.entrySet().stream()
        .allMatch(
            entry -> {
              try {
                return java.util.Arrays.equals(
                    Files.readAllBytes(folder.resolve(entry.getKey())), entry.getValue());
              } catch (IOException e) {
                return false;
              }
            });
  }
}
