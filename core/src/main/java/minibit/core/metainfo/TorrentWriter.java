package minibit.core.metainfo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BencodeWriter;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.TorrentPlan.Entry;
import minibit.core.metainfo.TorrentPlan.SourceFile;
import minibit.core.words.Sentence;

/**
 * Writes the torrent file of a plan whose pieces have been hashed. Equal input, equal bytes. Files
 * go straight into the bytes, in the plan's order, which is that of the keys of a file tree.
 */
public final class TorrentWriter {
  private final TorrentPlan plan;
  private final byte[] v1Hashes;
  private final byte[] v2Hashes;
  private final BDict.Builder layers = BDict.builder();
  private final BencodeWriter out = new BencodeWriter();

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
   * @throws BadMetainfo if it would be larger than a torrent file may be
   */
  public static Written write(
      TorrentPlan plan, byte[] v1Hashes, byte[] v2Hashes, boolean isPrivate, Extras extras)
      throws BadMetainfo {
    return new TorrentWriter(plan, v1Hashes, v2Hashes).write(isPrivate, extras);
  }

  /**
   * A torrent file.
   *
   * @param hashes of its info
   */
  public record Written(byte[] torrent, InfoHashes hashes) {}

  private Written write(boolean isPrivate, Extras extras) throws BadMetainfo {
    out.dict();
    putTrackers(extras.trackers());
    putText("comment", extras.comment());
    putText("created by", extras.createdBy());
    extras.created().ifPresent(time -> out.key("creation date").integer(time.getEpochSecond()));
    if (!extras.httpSeeds().isEmpty()) {
      out.key("httpseeds");
      putStrings(extras.httpSeeds());
    }
    out.key("info");
    int from = out.size();
    putInfo(isPrivate);
    int to = out.size();
    putNodes(extras.nodes());
    if (plan.version().hasV2()) {
      out.key("piece layers").value(layers.build());
    }
    putWebSeeds(extras.webSeeds());
    byte[] torrent = out.end().toBytes();
    if (torrent.length > MetainfoParser.MAX_TORRENT) {
      throw new BadMetainfo(
          Code.TOO_MANY_FILES,
          Sentence.of(
              "torrent-too-large",
              "a torrent file of {0} bytes would be too large for anybody to take",
              torrent.length));
    }
    InfoHashes both = InfoParser.hashesOf(torrent, from, to);
    return new Written(
        torrent,
        new InfoHashes(
            plan.version().hasV1() ? both.v1() : Optional.empty(),
            plan.version().hasV2() ? both.v2() : Optional.empty()));
  }

  private void putInfo(boolean isPrivate) {
    boolean v1 = plan.version().hasV1();
    boolean v2 = plan.version().hasV2();
    out.dict();
    if (v1 && !plan.isFolder()) {
      putAttributes(onlyFile());
    }
    if (v2) {
      out.key("file tree");
      putFileTree();
    }
    if (v1 && plan.isFolder()) {
      out.key("files");
      putFileList();
    }
    if (v1 && !plan.isFolder()) {
      out.key("length").integer(onlyFile().length());
    }
    if (v2) {
      out.key("meta version").integer(2);
    }
    out.key("name").text(plan.name());
    out.key("piece length").integer(plan.geometry().pieceLength());
    if (v1) {
      out.key("pieces").bytes(v1Hashes);
    }
    if (isPrivate) {
      out.key("private").integer(1);
    }
    out.end();
  }

  private SourceFile onlyFile() {
    return plan.entries().getFirst().file().orElseThrow();
  }

  private void putAttributes(SourceFile source) {
    if (source.executable()) {
      out.key("attr").text("x");
    }
  }

  private void putFileList() {
    out.list();
    for (Entry entry : plan.entries()) {
      out.dict();
      if (entry.isPad()) {
        out.key("attr").text("p");
        out.key("length").integer(entry.length()).key("path");
        putStrings(List.of(".pad", Long.toString(entry.length())));
      } else {
        SourceFile source = entry.file().orElseThrow();
        putAttributes(source);
        out.key("length").integer(entry.length()).key("path");
        putStrings(source.path());
      }
      out.end();
    }
    out.end();
  }

  /** Files of one folder stand together, so that every folder is opened once. */
  private void putFileTree() {
    out.dict();
    List<String> folders = List.of();
    for (Entry entry : plan.entries()) {
      if (!entry.isPad()) {
        SourceFile source = entry.file().orElseThrow();
        List<String> path = source.path();
        List<String> next = path.subList(0, path.size() - 1);
        int common = common(folders, next);
        for (int i = folders.size(); i > common; i--) {
          out.end();
        }
        for (String name : next.subList(common, next.size())) {
          out.key(name).dict();
        }
        folders = next;
        out.key(path.getLast());
        putFile(entry, source);
      }
    }
    folders.forEach(_ -> out.end());
    out.end();
  }

  private static int common(List<String> a, List<String> b) {
    int common = 0;
    while (common < Math.min(a.size(), b.size()) && a.get(common).equals(b.get(common))) {
      common++;
    }
    return common;
  }

  private void putFile(Entry entry, SourceFile source) {
    out.dict().key("").dict();
    putAttributes(source);
    out.key("length").integer(source.length());
    if (entry.length() > 0) {
      out.key("pieces root").bytes(root(entry));
    }
    out.end().end();
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

  private void putTrackers(List<List<String>> tiers) {
    if (tiers.isEmpty()) {
      return;
    }
    out.key("announce").text(tiers.getFirst().getFirst());
    if (tiers.size() > 1 || tiers.getFirst().size() > 1) {
      out.key("announce-list").list();
      tiers.forEach(this::putStrings);
      out.end();
    }
  }

  private void putText(String key, Optional<String> text) {
    text.ifPresent(given -> out.key(key).text(given));
  }

  private void putNodes(List<HostPort> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    out.key("nodes").list();
    nodes.forEach(node -> out.list().text(node.host()).integer(node.port()).end());
    out.end();
  }

  private void putWebSeeds(List<String> seeds) {
    if (seeds.size() == 1) {
      out.key("url-list").text(seeds.getFirst());
    } else if (!seeds.isEmpty()) {
      out.key("url-list");
      putStrings(seeds);
    }
  }

  private void putStrings(List<String> texts) {
    out.list();
    texts.forEach(out::text);
    out.end();
  }
}
