package minibit.cli.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.engine.TorrentSpec;

/** What the user names to be fetched: a torrent file or a magnet link. */
public sealed interface TorrentSource {
  /** A torrent file, read and checked. */
  record Known(Metainfo metainfo) implements TorrentSource {}

  /** A magnet link. */
  record Link(Magnet magnet) implements TorrentSource {}

  /** Reads what is named; a bad torrent or link is told with what is wrong in it. */
  static TorrentSource read(String named) throws IOException, CliException {
    if (named.startsWith("http://") || named.startsWith("https://")) {
      throw new CliException(ExitCode.USAGE, "web-address", named);
    }
    return Magnet.isMagnet(named)
        ? new Link(TorrentInput.magnet(named))
        : new Known(TorrentInput.torrent(Path.of(named)));
  }

  /** All that is known before anybody was asked; empty for a link. */
  default Optional<Metainfo> known() {
    return switch (this) {
      case Known(Metainfo metainfo) -> Optional.of(metainfo);
      case Link _ -> Optional.empty();
    };
  }

  /** The files that the link itself selects (BEP 53). */
  default FileChoice choice() {
    return switch (this) {
      case Known _ -> FileChoice.all();
      case Link(Magnet magnet) -> magnet.selection().map(FileChoice::of).orElseGet(FileChoice::all);
    };
  }

  /** A task for the engine: into this folder, with the peers of the link and these. */
  default TorrentSpec spec(Path folder, List<PeerAddress> peers) {
    return switch (this) {
      case Known(Metainfo metainfo) ->
          TorrentSpec.of(metainfo, folder).withPeers(peers).withDht(List.of());
      case Link(Magnet magnet) -> {
        List<PeerAddress> all = new ArrayList<>(peers);
        magnet.peers().forEach(peer -> resolve(peer).ifPresent(all::add));
        yield TorrentSpec.of(magnet.hashes(), magnet.name(), folder)
            .withTrackers(magnet.trackers().stream().map(List::of).toList())
            .withPeers(all)
            .withDht(magnet.nodes())
            .withWebSeeds(magnet.webSeeds());
      }
    };
  }

  /** A name that leads nowhere is one peer less, no reason to stop. */
  private static Optional<PeerAddress> resolve(HostPort peer) {
    try {
      byte[] host = InetAddress.getByName(peer.host()).getAddress();
      return Optional.of(PeerAddress.of(host, peer.port()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
