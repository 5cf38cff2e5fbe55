package minibit.daemon.engine;

import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import org.jspecify.annotations.Nullable;

/** Who knows the torrents, and counts connections that belong to none yet. */
interface Door {
  /** The run that goes by a handshake's name. */
  @Nullable SwarmRun route(Handshake theirs);

  /** Looks for the torrent of a handshake that leads nowhere yet; false: at once, to no use. */
  boolean seek(PeerLink link, Handshake theirs);

  /** Both handshakes came. */
  void shook(PeerLink link);

  /** Both handshakes are through, or the attempt is over. */
  void settled(PeerLink link);

  /** The connection is gone. */
  void gone(PeerLink link);

  /**
   * A dialled connection ended before both handshakes were through: perhaps the address is dialled
   * in another form, else the run is told that it came to nothing.
   *
   * @param reached whether somebody was there
   */
  void missed(PeerLink link, SwarmRun run, boolean reached, CloseReason reason);
}
