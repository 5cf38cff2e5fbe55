package minibit.daemon.fetch.model;

/** What a transfer is busy with. */
public enum TransferState {
  /** Waits for its turn. */
  QUEUED,
  /** Fetches the description that its hashes name. */
  METADATA,
  /** Reads and hashes what lies in the folder. */
  CHECKING,
  /** Some wanted piece is missing. */
  DOWNLOADING,
  /** A torrent from elsewhere, whole, that is served on. */
  SEEDING,
  /** Stopped by the user. */
  PAUSED,
  /** Stopped by its problem. */
  FAILED,
  /** A content of the group, whole, and shared from now on. */
  DONE
}
