package minibit.daemon.fetch.transfer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.HolderView;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.group.HolderLookup;
import minibit.daemon.fetch.group.PieceReporter;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.view.PeerTable;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer and the group's tracker tell each other while something is missing: who holds the
 * content, and which pieces of it are here. Holders that may be asked become peers of the torrent.
 * Only the owner's thread.
 */
final class GroupTrackerTalk {
  private final TransferContext context;
  private final KeptRow kept;
  private final TorrentRun run;
  private final PeerTable peers;
  private final Optional<PieceReporter> reporter;
  private @Nullable HolderLookup holders;
  // Until somebody has answered who holds it.
  private boolean heldBySomebody = true;
  private Optional<TorrentStatus.Problem> hint = Optional.empty();

  /**
   * Silent until it begins.
   *
   * @param run whose torrent gets the peers
   * @param peers learns where members are
   */
  GroupTrackerTalk(TransferContext context, KeptRow kept, TorrentRun run, PeerTable peers) {
    this.context = context;
    this.kept = kept;
    this.run = run;
    this.peers = peers;
    TransferRow row = kept.row();
    this.reporter =
        row.root()
            .map(
                root ->
                    new PieceReporter(
                        context.reports(),
                        root,
                        CanonicalPieces.count(row.totals().total()),
                        context.config().reportEvery()));
  }

  /** The torrent runs from now on. */
  void begin() {
    TransferRow row = kept.row();
    holders =
        new HolderLookup(
            context.catalogue(),
            context.owner(),
            context.config().askEvery(),
            row.root(),
            row.hashes(),
            this::found);
  }

  /** Tells and asks what it is time to, while something is missing. */
  void tick(TorrentStatus status, long nanos) {
    HolderLookup asking = holders;
    if (asking != null) {
      reporter.ifPresent(to -> to.tick(nanos, run.torrent().flatMap(Torrent::pieces)));
      asking.tick(nanos);
      hint = hint(status, asking);
    }
  }

  private Optional<TorrentStatus.Problem> hint(TorrentStatus status, HolderLookup asking) {
    if (!status.peers().isEmpty() || kept.row().root().isEmpty()) {
      return Optional.empty();
    }
    if (asking.isSilent()) {
      return Optional.of(
          new TorrentStatus.Problem(
              "no-tracker",
              Sentence.of("no-tracker-no-peer", "no tracker answers, and no peer is connected")));
    }
    return heldBySomebody
        ? Optional.empty()
        : Optional.of(
            new TorrentStatus.Problem(
                "no-holder", Sentence.of("no-holder", "nobody who is present has this content")));
  }

  /** Why no peer is found, when that is so. */
  Optional<TorrentStatus.Problem> hint() {
    return hint;
  }

  private void found(HolderLookup.Found all) {
    run.torrent().ifPresent(live -> found(live, all));
  }

  private void found(Torrent live, HolderLookup.Found all) {
    peers.learn(all.holders());
    List<MemberId> from = kept.row().from();
    boolean fromAnybody = from.isEmpty();
    List<HolderView> wanted =
        all.holders().stream()
            .filter(holder -> fromAnybody || from.contains(holder.member()))
            .toList();
    List<PeerAddress> strangers = fromAnybody ? all.announced() : List.of();
    heldBySomebody =
        !strangers.isEmpty()
            || wanted.stream().anyMatch(holder -> holder.complete() || holder.have() > 0);
    List<PeerAddress> addresses =
        Stream.concat(
                wanted.stream().flatMap(holder -> holder.peers().stream()), strangers.stream())
            .distinct()
            .toList();
    if (!addresses.isEmpty()) {
      live.addPeers(addresses);
    }
  }

  /** Somebody new holds this content. */
  void newHolder(PiecesRoot root) {
    HolderLookup asking = holders;
    if (asking != null && asking.isOf(root)) {
      asking.soon();
      asking.tick(System.nanoTime());
    }
  }

  /** Somebody else took office: it is told, and asked, everything again. */
  void newTracker() {
    reporter.ifPresent(PieceReporter::again);
    HolderLookup asking = holders;
    if (asking != null) {
      asking.soon();
    }
  }

  /** Nothing is missing any more: there is no more to tell. */
  void whole() {
    hint = Optional.empty();
    reporter.ifPresent(PieceReporter::end);
  }

  /** The torrent ends. */
  void end() {
    holders = null;
    whole();
  }
}
