package minibit.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.TorrentFile;
import org.jspecify.annotations.Nullable;

/** The JSON shape of torrents and links, on which scripts rely. */
final class TorrentJson {
  private TorrentJson() {}

  static Map<String, @Nullable Object> of(Metainfo torrent) {
    Extras extras = torrent.extras();
    List<String> seeds = new ArrayList<>(extras.webSeeds());
    seeds.addAll(extras.httpSeeds());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", torrent.name());
    json.put("version", torrent.version().label());
    json.put("infoHashV1", torrent.hashes().v1().map(InfoHash::hex).orElse(null));
    json.put("infoHashV2", torrent.hashes().v2().map(InfoHash::hex).orElse(null));
    json.put("size", torrent.contentSize());
    json.put("pieceLength", torrent.geometry().pieceLength());
    json.put("pieces", torrent.geometry().pieces());
    json.put("private", torrent.isPrivate());
    json.put(
        "files",
        torrent.files().stream()
            .filter(file -> !file.pad())
            .map(file -> file(torrent, file))
            .toList());
    json.put("trackers", torrent.trackers());
    json.put("webSeeds", seeds);
    json.put("magnet", Magnet.of(torrent).uri());
    json.put("signature", null);
    json.put("comment", extras.comment().orElse(null));
    json.put("createdBy", extras.createdBy().orElse(null));
    json.put("created", extras.created().map(Object::toString).orElse(null));
    json.put("nodes", extras.nodes().stream().map(HostPort::toString).toList());
    json.put("padding", torrent.files().stream().filter(TorrentFile::pad).count());
    return json;
  }

  private static Map<String, @Nullable Object> file(Metainfo torrent, TorrentFile file) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("path", inTorrent(torrent, file.path()));
    json.put("size", file.length());
    json.put("root", file.root().map(PiecesRoot::hex).orElse(null));
    if (file.executable()) {
      json.put("executable", true);
    }
    if (file.hidden()) {
      json.put("hidden", true);
    }
    file.symlink().ifPresent(target -> json.put("symlink", inTorrent(torrent, target)));
    return json;
  }

  /** A path as the torrent itself writes it: below its folder. */
  static List<String> inTorrent(Metainfo torrent, List<String> path) {
    return torrent.isFolder() ? path.subList(1, path.size()) : path;
  }

  static Map<String, @Nullable Object> of(Magnet magnet) {
    boolean hybrid = magnet.hashes().isHybrid();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", magnet.name().orElse(null));
    json.put("version", hybrid ? "hybrid" : magnet.hashes().v1().isPresent() ? "v1" : "v2");
    json.put("infoHashV1", magnet.hashes().v1().map(InfoHash::hex).orElse(null));
    json.put("infoHashV2", magnet.hashes().v2().map(InfoHash::hex).orElse(null));
    json.put("trackers", magnet.trackers().stream().map(List::of).toList());
    json.put("webSeeds", magnet.webSeeds());
    json.put("peers", magnet.peers().stream().map(HostPort::toString).toList());
    json.put("nodes", magnet.nodes().stream().map(HostPort::toString).toList());
    json.put("selection", magnet.selection().map(Object::toString).orElse(null));
    json.put("magnet", magnet.uri());
    return json;
  }
}
