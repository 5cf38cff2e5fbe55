package minibit.daemon.run;

import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.daemon.catalogue.NamedContent;

/** Contents of the group as torrents and links for clients that know nothing of groups. */
final class Torrents {
  private Torrents() {}

  /**
   * A torrent file of this metainfo.
   *
   * @param trackers announce addresses; the first is tried first
   */
  static byte[] file(Metainfo metainfo, List<String> trackers) {
    BDict.Builder layers = BDict.builder();
    for (TorrentFile file : metainfo.files()) {
      file.root()
          .ifPresent(
              root ->
                  metainfo
                      .pieceLayer(root)
                      .ifPresent(layer -> layers.put(BBytes.of(root.toBytes()), BBytes.of(layer))));
    }
    try {
      BDict.Builder top =
          BDict.builder()
              .put("info", Bencode.decode(metainfo.infoBytes(), Limits.TORRENT).value())
              .put("piece layers", layers.build())
              .put("created by", "minibit");
      if (!trackers.isEmpty()) {
        top.put("announce", trackers.getFirst());
        top.put(
            "announce-list",
            BList.of(trackers.stream().map(url -> BList.of(List.of(BBytes.of(url)))).toList()));
      }
      return Bencode.encode(top.build());
    } catch (BadBencode e) {
      throw new IllegalStateException("a torrent of ours is no torrent", e);
    }
  }

  /** A link to a content under its name. */
  static Magnet magnet(NamedContent content, List<String> trackers) {
    Magnet bare = Magnet.of(InfoHashes.hybrid(content.v1(), content.v2()));
    return new Magnet(
        bare.hashes(),
        Optional.of(content.name()),
        trackers,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
