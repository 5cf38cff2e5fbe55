package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BInt;
import minibit.core.bencode.BList;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.BencodeValue;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.TorrentPlan.Entry;
import minibit.core.metainfo.TorrentPlan.SourceFile;

/** Writes the torrent file of a plan whose pieces have been hashed. Equal input, equal bytes. */
public final class TorrentWriter {
  private final TorrentPlan plan;
  private final byte[] v1Hashes;
  private final byte[] v2Hashes;
  private final BDict.Builder layers = BDict.builder();

  private TorrentWriter(TorrentPlan plan, byte[] v1Hashes, byte[] v2Hashes) {
    this.plan = plan;
    this.v1Hashes = v1Hashes;
    this.v2Hashes = v2Hashes;
  }

  /**
   * The bytes of a torrent file.
   *
   * @param v1Hashes SHA-1 of every piece in a row, padding as zeros; not looked at without v1
   * @param v2Hashes the root of every piece's tree in a row; not looked at without v2
   * @param isPrivate whether peers may come from trackers only (BEP 27)
   */
  public static byte[] write(
      TorrentPlan plan, byte[] v1Hashes, byte[] v2Hashes, boolean isPrivate, Extras extras) {
    return new TorrentWriter(plan, v1Hashes, v2Hashes).write(isPrivate, extras);
  }

  private byte[] write(boolean isPrivate, Extras extras) {
    BDict.Builder info = BDict.builder();
    info.put("name", plan.name());
    info.put("piece length", plan.geometry().pieceLength());
    if (isPrivate) {
      info.put("private", 1);
    }
    if (plan.version().hasV1()) {
      putV1(info);
    }
    if (plan.version().hasV2()) {
      info.put("meta version", 2);
      info.put("file tree", fileTree());
    }
    BDict.Builder top = BDict.builder().put("info", info.build());
    if (plan.version().hasV2()) {
      top.put("piece layers", layers.build());
    }
    putExtras(top, extras);
    return Bencode.encode(top.build());
  }

  private void putV1(BDict.Builder info) {
    info.put("pieces", v1Hashes);
    if (!plan.isFolder()) {
      SourceFile only = plan.entries().getFirst().file().orElseThrow();
      info.put("length", only.length());
      putAttributes(info, only);
      return;
    }
    List<BDict> files = new ArrayList<>(plan.entries().size());
    for (Entry entry : plan.entries()) {
      BDict.Builder file = BDict.builder().put("length", entry.length());
      if (entry.isPad()) {
        file.put("attr", "p");
        file.put("path", strings(List.of(".pad", Long.toString(entry.length()))));
      } else {
        file.put("path", strings(entry.file().orElseThrow().path()));
        putAttributes(file, entry.file().orElseThrow());
      }
      files.add(file.build());
    }
    info.put("files", BList.of(files));
  }

  private static void putAttributes(BDict.Builder file, SourceFile source) {
    if (source.executable()) {
      file.put("attr", "x");
    }
  }

  private BDict fileTree() {
    Folder root = new Folder();
    for (Entry entry : plan.entries()) {
      if (!entry.isPad()) {
        SourceFile source = entry.file().orElseThrow();
        BDict.Builder file = BDict.builder().put("length", source.length());
        putAttributes(file, source);
        if (entry.length() > 0) {
          file.put("pieces root", root(entry));
        }
        root.put(source.path(), BDict.builder().put("", file.build()).build());
      }
    }
    return root.toDict();
  }

  /** The root of a file's tree; notes its piece layer if it has one. */
  private byte[] root(Entry entry) {
    int pieceLength = plan.geometry().pieceLength();
    int first = (int) (entry.offset() / pieceLength) * Merkle.HASH;
    int pieces = (int) ((entry.length() + pieceLength - 1) / pieceLength);
    byte[] layer = Arrays.copyOfRange(v2Hashes, first, first + pieces * Merkle.HASH);
    if (pieces == 1) {
      return layer;
    }
    int base = Merkle.pieceLayer(pieceLength);
    byte[] root = Merkle.root(layer, base, Merkle.height(entry.length()) - base);
    layers.put(BBytes.of(root), BBytes.of(layer));
    return root;
  }

  private static void putExtras(BDict.Builder top, Extras extras) {
    List<List<String>> tiers = extras.trackers();
    if (!tiers.isEmpty()) {
      top.put("announce", tiers.getFirst().getFirst());
      if (tiers.size() > 1 || tiers.getFirst().size() > 1) {
        top.put("announce-list", BList.of(tiers.stream().map(TorrentWriter::strings).toList()));
      }
    }
    if (extras.webSeeds().size() == 1) {
      top.put("url-list", extras.webSeeds().getFirst());
    } else if (!extras.webSeeds().isEmpty()) {
      top.put("url-list", strings(extras.webSeeds()));
    }
    if (!extras.httpSeeds().isEmpty()) {
      top.put("httpseeds", strings(extras.httpSeeds()));
    }
    if (!extras.nodes().isEmpty()) {
      top.put("nodes", BList.of(extras.nodes().stream().map(TorrentWriter::node).toList()));
    }
    extras.comment().ifPresent(text -> top.put("comment", text));
    extras.createdBy().ifPresent(text -> top.put("created by", text));
    extras.created().ifPresent(time -> top.put("creation date", time.getEpochSecond()));
  }

  private static BList node(HostPort node) {
    return BList.of(List.of(BBytes.of(node.host()), new BInt(node.port())));
  }

  private static BList strings(List<String> texts) {
    return BList.of(texts.stream().map(BBytes::of).toList());
  }

  /** A folder of the file tree while it grows. */
  private static final class Folder {
    private final Map<String, Folder> folders = new TreeMap<>();
    private final Map<String, BencodeValue> files = new TreeMap<>();

    void put(List<String> path, BDict file) {
      Folder folder = this;
      for (String name : path.subList(0, path.size() - 1)) {
        folder = folder.folders.computeIfAbsent(name, _ -> new Folder());
      }
      folder.files.put(path.getLast(), file);
    }

    BDict toDict() {
      BDict.Builder dict = BDict.builder();
      folders.forEach((name, folder) -> dict.put(name, folder.toDict()));
      files.forEach(dict::put);
      return dict.build();
    }
  }
}
