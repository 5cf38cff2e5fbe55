package minibit.cli.command;

import java.util.List;
import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.core.id.InfoHash;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;

/** Torrents and links told to people. Names from elsewhere are escaped. */
final class TorrentText {
  private final Context context;
  private final Output output;

  TorrentText(Context context) {
    this.context = context;
    this.output = context.output();
  }

  void print(Metainfo torrent) {
    field(context.text("info.name"), torrent.name());
    field(context.text("info.version"), version(torrent));
    torrent.hashes().v1().map(InfoHash::hex).ifPresent(hash -> field("info-hash v1", hash));
    torrent.hashes().v2().map(InfoHash::hex).ifPresent(hash -> field("info-hash v2", hash));
    field(context.text("info.size"), size(torrent.contentSize()));
    field(
        context.text("info.pieces"),
        torrent.geometry().pieces() + " × " + output.bytes(torrent.geometry().pieceLength()));
    if (torrent.isPrivate()) {
      field(context.text("info.private"), context.text("info.private-yes"));
    }
    torrent.trackers().forEach(tier -> field("tracker", String.join(", ", tier)));
    torrent.extras().webSeeds().forEach(seed -> field(context.text("info.web-seed"), seed));
    torrent.extras().httpSeeds().forEach(seed -> field("http seed", seed));
    torrent.extras().comment().ifPresent(text -> field(context.text("info.comment"), text));
    torrent.extras().createdBy().ifPresent(text -> field(context.text("info.created-by"), text));
    torrent
        .extras()
        .created()
        .ifPresent(time -> field(context.text("info.created"), time.toString()));
    field("magnet", Magnet.of(torrent).uri());
    List<TorrentFile> files = torrent.files().stream().filter(file -> !file.pad()).toList();
    output.line(context.text("info.files", files.size()));
    for (int i = 0; i < files.size(); i++) {
      print(i + 1, files.get(i));
    }
  }

  private String version(Metainfo torrent) {
    return switch (torrent.version()) {
      case V1, V2 -> torrent.version().label();
      case HYBRID -> context.text("info.hybrid");
    };
  }

  /** The number is the one that {@code download --select} takes. */
  private void print(int number, TorrentFile file) {
    String target =
        file.symlink().map(path -> " -> " + output.name(String.join("/", path))).orElse("");
    output.line(
        String.format(
            "%5d %12s  %s%s",
            number, output.bytes(file.length()), output.name(file.slashed()), target));
  }

  void print(Magnet magnet) {
    magnet.name().ifPresent(name -> field(context.text("info.name"), name));
    magnet.hashes().v1().map(InfoHash::hex).ifPresent(hash -> field("info-hash v1", hash));
    magnet.hashes().v2().map(InfoHash::hex).ifPresent(hash -> field("info-hash v2", hash));
    magnet.trackers().forEach(tracker -> field("tracker", tracker));
    magnet.webSeeds().forEach(seed -> field(context.text("info.web-seed"), seed));
    magnet.peers().stream().map(HostPort::toString).forEach(peer -> field("peer", peer));
    magnet.selection().ifPresent(files -> field(context.text("info.selection"), files.toString()));
  }

  private String size(long bytes) {
    return bytes < 1024 ? output.bytes(bytes) : output.bytes(bytes) + " (" + bytes + ")";
  }

  private void field(String label, String value) {
    output.line(String.format("%-14s %s", label, output.name(value)));
  }
}
