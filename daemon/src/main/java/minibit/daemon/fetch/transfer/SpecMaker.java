package minibit.daemon.fetch.transfer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.engine.InfoCheck;
import minibit.daemon.engine.SaveName;
import minibit.daemon.engine.TorrentException;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferRow.Origin;

/** Makes of a transfer what the engine runs. On the owner's thread. */
final class SpecMaker {
  private final TransferRow row;
  private final UnaryOperator<String> choose;
  private final TransferOwner owner;

  /**
   * A maker.
   *
   * @param choose gives the name in the folder for a torrent's name, on the owner's thread
   */
  SpecMaker(TransferRow row, UnaryOperator<String> choose, TransferOwner owner) {
    this.row = row;
    this.choose = choose;
    this.owner = owner;
  }

  TorrentSpec spec() {
    TorrentSpec spec =
        switch (row.origin()) {
          case Origin.Content(PiecesRoot root, var _) ->
              TorrentSpec.of(row.hashes(), Optional.of(row.name()), row.folder())
                  .withSavedAs(SaveName.always(choose.apply(row.name())))
                  .withCheck(sameContent(root, row.totals().total()))
                  .withClosed(!row.from().isEmpty())
                  .withAnnounce(false);
          case Origin.File _ -> {
            Metainfo metainfo = metainfo(row).orElseThrow();
            yield TorrentSpec.of(metainfo, row.folder())
                .withDht(List.of())
                .withSavedAs(SaveName.always(choose.apply(metainfo.name())));
          }
          case Origin.Link(String uri) -> link(uri);
        };
    return spec.withLimits(row.limits()).withWishes(new Wishes(row.wishes(), false));
  }

  private TorrentSpec link(String uri) {
    try {
      Magnet magnet = Magnet.parse(uri);
      return TorrentSpec.of(magnet.hashes(), magnet.name(), row.folder())
          .withTrackers(magnet.trackers().stream().map(List::of).toList())
          .withWebSeeds(magnet.webSeeds())
          .withPeers(addresses(magnet.peers()))
          .withDht(magnet.nodes())
          .withSavedAs(this::chosen);
    } catch (BadMetainfo e) {
      throw new FetchException(
          FetchException.Code.STORE_FAILED,
          Sentence.of("kept-link-bad", "the kept link is none: {0}", uri),
          e);
    }
  }

  /**
   * The engine learns the name on a thread of its own, where it may wait for the owner's; if that
   * ends first, so does the torrent.
   */
  private String chosen(Metainfo metainfo) {
    try {
      return owner.call(() -> choose.apply(metainfo.name()));
    } catch (FetchException e) {
      throw new TorrentException(e.code().text(), e.sentence());
    }
  }

  /** Peers of a link as far as they are numeric: no names are looked up here. */
  static List<PeerAddress> addresses(List<HostPort> peers) {
    List<PeerAddress> addresses = new ArrayList<>();
    for (HostPort peer : peers) {
      try {
        addresses.add(PeerAddress.of(InetAddress.ofLiteral(peer.host()).getAddress(), peer.port()));
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return addresses;
  }

  /** Of a torrent file that was added; empty for what only peers can describe. */
  static Optional<Metainfo> metainfo(TransferRow row) {
    if (!(row.origin() instanceof Origin.File(byte[] torrent))) {
      return Optional.empty();
    }
    try {
      return Optional.of(MetainfoParser.parseTorrent(torrent));
    } catch (BadMetainfo e) {
      throw new FetchException(
          FetchException.Code.STORE_FAILED,
          Sentence.of("kept-torrent-bad", "the kept torrent of {0} is bad", row.id()),
          e);
    }
  }

  /** The info of the asked torrent must describe the content that was signed, and nothing else. */
  private static InfoCheck sameContent(PiecesRoot root, long size) {
    return metainfo ->
        metainfo.files().size() == 1
                && !metainfo.isFolder()
                && metainfo.contentSize() == size
                && metainfo.files().getFirst().root().equals(Optional.of(root))
            ? Optional.empty()
            : Optional.of(
                new TorrentStatus.Problem(
                    FetchException.Code.WRONG_CONTENT.text(),
                    Sentence.of(
                        "other-content",
                        "the torrent of this name has another content than {0}",
                        root.hex())));
  }
}
