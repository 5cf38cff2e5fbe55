package minibit.daemon.fetch.group;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Bitfield;

/**
 * Keeps the tracker told of the pieces we have of one content: at once when we begin, on change and
 * not too often, again when another tracker took office, and at the end that there is no more to
 * tell. Only the owner's thread.
 */
public final class PieceReporter {
  /** A bit for each piece of the largest file that is shared. */
  private static final long MAX_BYTES = CanonicalPieces.count(CatalogueLimits.FILE_BYTES) / 8;

  private final PieceReports reports;
  private final PiecesRoot root;
  private final int bytes;
  private final long pause;
  private byte[] told = new byte[0];
  private boolean begun;
  private long last;
  private volatile boolean failed;

  /**
   * Nothing told yet.
   *
   * @param pieces of the content
   * @param every how often to tell at most
   */
  public PieceReporter(PieceReports reports, PiecesRoot root, long pieces, Duration every) {
    this.reports = reports;
    this.root = root;
    this.bytes = (int) Math.clamp(Math.ceilDiv(pieces, 8L), 0, MAX_BYTES);
    this.pause = every.toNanos();
  }

  /** Tells what changed, if it is time to. */
  public void tick(long nanos, Optional<Bitfield> have) {
    if (begun && nanos - last < pause) {
      return;
    }
    byte[] now = have.map(Bitfield::toWire).orElseGet(() -> new byte[bytes]);
    if (begun && !failed && Arrays.equals(now, told)) {
      return;
    }
    begun = true;
    failed = false;
    last = nanos;
    told = now;
    send(Optional.of(now));
  }

  private void send(Optional<byte[]> pieces) {
    var unused =
        reports
            .report(root, pieces)
            .whenComplete(
                (_, fault) -> {
                  if (fault != null) {
                    // Nobody is in office, or was reached: told again at the next time.
                    failed = true;
                  }
                });
  }

  /** Somebody else is in office, who knows nothing: everything is told soon. */
  public void again() {
    begun = false;
  }

  /** We fetch it no more. */
  public void end() {
    if (begun) {
      begun = false;
      send(Optional.empty());
    }
  }
}
