package minibit.daemon.fetch.store;

import minibit.daemon.engine.TorrentStatus;

/**
 * What a transfer has come to, as it is remembered while it does not run.
 *
 * @param total bytes wanted; 0 until known
 * @param done of them, verified
 * @param pieces of the torrent; 0 until known
 * @param have verified ones
 * @param downloaded bytes of payload since it was added
 * @param uploaded bytes of payload
 * @param wasted bytes of payload
 */
public record TransferTotals(
    long total, long done, int pieces, int have, long downloaded, long uploaded, long wasted) {
  /** Nothing done of so many bytes. */
  static TransferTotals of(long total) {
    return new TransferTotals(total, 0, 0, 0, 0, 0, 0);
  }

  /** These, and what a torrent did that was started when these were true. */
  public TransferTotals and(TorrentStatus since) {
    boolean known = since.pieces() > 0;
    return new TransferTotals(
        known ? since.total() : total,
        known ? since.done() : done,
        known ? since.pieces() : pieces,
        known ? since.piecesHave() : have,
        downloaded + since.downloaded(),
        uploaded + since.uploaded(),
        wasted + since.wasted());
  }

  /** All of it is there. */
  public TransferTotals whole(int ofPieces) {
    return new TransferTotals(total, total, ofPieces, ofPieces, downloaded, uploaded, wasted);
  }
}
