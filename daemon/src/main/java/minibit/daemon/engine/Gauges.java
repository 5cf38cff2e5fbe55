package minibit.daemon.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minibit.daemon.net.RateMeter;

/** What is counted of one torrent, over all its runs. Any thread. */
final class Gauges {
  private final AtomicInteger checked = new AtomicInteger();
  private final AtomicLong done = new AtomicLong();
  private final RateMeter down = new RateMeter(System.nanoTime());
  private final RateMeter up = new RateMeter(System.nanoTime());
  private final RateMeter wasted = new RateMeter(System.nanoTime());
  private final AtomicInteger piecesVerified = new AtomicInteger();
  private final AtomicInteger piecesFailed = new AtomicInteger();
  private volatile long total;

  /** Pieces looked at while checking. */
  AtomicInteger checked() {
    return checked;
  }

  /** Payload received. */
  RateMeter down() {
    return down;
  }

  /** Payload sent. */
  RateMeter up() {
    return up;
  }

  /** Payload received for nothing. */
  RateMeter wasted() {
    return wasted;
  }

  /** So many bytes are wanted, and so many of them here. */
  void content(TorrentFiles files) {
    total = files.total();
    done.set(files.done());
  }

  /** More wanted bytes are verified. */
  void verified(int bytes) {
    done.addAndGet(bytes);
    piecesVerified.incrementAndGet();
  }

  /** The hash of a piece of so many bytes does not fit. */
  void failed(int bytes) {
    wasted.add(bytes);
    piecesFailed.incrementAndGet();
  }

  /** All that was counted. */
  EngineTotals totals() {
    return new EngineTotals(
        down.total(), up.total(), wasted.total(), piecesVerified.get(), piecesFailed.get(), 0);
  }

  /** Bytes of the wanted files. */
  long total() {
    return total;
  }

  /** Bytes of the wanted files in verified pieces. */
  long done() {
    return Math.min(done.get(), total);
  }

  /** Bytes of the wanted files that are still missing. */
  long left() {
    return Math.max(0, total - done.get());
  }
}
