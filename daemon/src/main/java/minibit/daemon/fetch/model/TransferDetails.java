package minibit.daemon.fetch.model;

import java.util.List;
import minibit.daemon.engine.TorrentStatus;

/**
 * A transfer and whom it deals with.
 *
 * @param peers that are or were connected, the connected first
 * @param trackers announced to
 */
public record TransferDetails(
    TransferView transfer, List<PeerView> peers, List<TorrentStatus.TrackerStatus> trackers) {
  /** Keeps copies. */
  public TransferDetails {
    peers = List.copyOf(peers);
    trackers = List.copyOf(trackers);
  }
}
