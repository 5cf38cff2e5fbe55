package minibit.daemon.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.core.swarm.PieceMap;
import minibit.core.swarm.Wishes;

/** One torrent: what others may ask of it and about it, while {@link TorrentLife} leads it. */
final class ManagedTorrent implements Torrent {
  private final TorrentParts parts;
  private final TorrentLife life;
  private final Consumer<ManagedTorrent> gone;

  /**
   * A torrent that does nothing before {@link #start(Runnable)}; {@code gone} hears of its removal.
   */
  ManagedTorrent(Host host, TorrentSpec spec, Consumer<ManagedTorrent> gone) {
    this.gone = gone;
    this.parts = TorrentParts.of(host, spec);
    this.life = new TorrentLife(host, parts);
  }

  /** Starts it; {@code failed} hears on a control thread if it ever fails. */
  void start(Runnable failed) {
    life.start(failed);
  }

  @Override
  public InfoHashes hashes() {
    return parts.spec().hashes();
  }

  @Override
  public Path folder() {
    return parts.spec().folder();
  }

  @Override
  public CompletableFuture<Metainfo> metadata() {
    return parts.promises().metadata();
  }

  @Override
  public CompletableFuture<Void> completed() {
    return parts.promises().completed();
  }

  @Override
  public void addPeers(List<PeerAddress> more) {
    parts.sources().add(more);
  }

  @Override
  public void setWishes(Wishes other) {
    life.wish(other);
  }

  @Override
  public void setLimits(RateLimits limits) {
    life.runs().limit(limits);
  }

  @Override
  public void guard(ContentGuard guard) {
    life.runs().guard(guard);
  }

  @Override
  public Optional<Bitfield> pieces() {
    return parts.content().files().map(opened -> opened.have().copy());
  }

  @Override
  public List<Path> files() {
    return parts.content().there();
  }

  @Override
  public Optional<PieceMap> pieceMap(int most) {
    return parts.current().pieceMap(most);
  }

  @Override
  public Optional<byte[]> pieceLayer(PiecesRoot root) {
    return parts.content().pieceLayer(root);
  }

  /** What is counted of it. */
  Gauges gauges() {
    return parts.gauges();
  }

  /** Whether {@link #remove} was called. */
  boolean isRemoved() {
    return life.isAbandoned();
  }

  /** What was counted of it, over all its runs. */
  EngineTotals totals() {
    return parts.gauges().totals();
  }

  /** Live connections. */
  int connections() {
    return parts.current().run().map(SwarmRun::connections).orElse(0);
  }

  @Override
  public void pause() {
    life.pause();
  }

  @Override
  public void resume() {
    life.resume();
  }

  @Override
  public CompletableFuture<Void> remove() {
    life.abandon();
    gone.accept(this);
    return life.end();
  }

  @Override
  public TorrentStatus status() {
    return parts
        .report()
        .make(
            parts.standing().state(),
            parts.content().files(),
            parts.current().status(),
            parts.current().run().map(run -> run.refusers().count()).orElse(0),
            parts.sources().trackers(),
            parts.standing().problem().or(parts.content()::silence));
  }
}
