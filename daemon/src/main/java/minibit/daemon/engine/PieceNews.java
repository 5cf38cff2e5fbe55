package minibit.daemon.engine;

import minibit.core.swarm.SwarmEvent;
import minibit.daemon.disk.StorageException;
import org.jspecify.annotations.Nullable;

/** Tells a swarm what became of its pieces, and counts them. Any thread. */
final class PieceNews implements PieceAssembler.Verdicts {
  private final TorrentFiles files;
  private final Gauges gauges;
  private final SwarmRun.Surroundings surroundings;
  private volatile @Nullable SwarmRun run;

  /**
   * News that wait for {@link #tell}.
   *
   * @param surroundings hear that the disk does not take what is written
   */
  PieceNews(TorrentFiles files, Gauges gauges, SwarmRun.Surroundings surroundings) {
    this.files = files;
    this.gauges = gauges;
    this.surroundings = surroundings;
  }

  /** Who is told: set before the first block can come. */
  void tell(SwarmRun listener) {
    run = listener;
  }

  @Override
  public void verified(int piece) {
    gauges.verified(files.contentOf(piece));
    files.forceSoon();
    post(new SwarmEvent.PieceVerified(piece));
  }

  @Override
  public void failed(int piece) {
    gauges.failed(files.metainfo().geometry().pieceSize(piece));
    post(new SwarmEvent.PieceFailed(piece));
  }

  @Override
  public void writeFailed(int piece, StorageException fault) {
    SwarmRun told = run;
    if (told != null) {
      surroundings.failed(told, fault.code().text(), fault.sentence());
    }
    post(new SwarmEvent.WriteFailed(piece, String.valueOf(fault.getMessage())));
  }

  private void post(SwarmEvent event) {
    SwarmRun told = run;
    if (told != null) {
      told.post(event);
    }
  }
}
