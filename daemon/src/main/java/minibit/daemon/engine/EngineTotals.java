package minibit.daemon.engine;

/**
 * What an engine counted since it opened, of torrents that are gone, too.
 *
 * @param received payload bytes
 * @param sent payload bytes
 * @param wasted payload bytes received for nothing
 * @param verified pieces received whose hash fits
 * @param failed pieces received whose hash does not fit
 * @param diskQueue reads and writes that wait now
 */
public record EngineTotals(
    long received, long sent, long wasted, long verified, long failed, int diskQueue) {
  static final EngineTotals NONE = new EngineTotals(0, 0, 0, 0, 0, 0);

  EngineTotals plus(EngineTotals more) {
    return new EngineTotals(
        received + more.received,
        sent + more.sent,
        wasted + more.wasted,
        verified + more.verified,
        failed + more.failed,
        diskQueue + more.diskQueue);
  }
}
