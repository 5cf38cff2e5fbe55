package minibit.daemon.engine;

import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.mse.HiddenName;

/**
 * Knows torrents that need not run all the time: asked when a peer dials in for one that does not.
 */
@FunctionalInterface
public interface TorrentFinder {
  /** Knows nothing. */
  TorrentFinder NOTHING = _ -> Optional.empty();

  /**
   * The torrent that goes by this name on the wire. Called on threads of the engine that may wait,
   * several at once, but never on a loop. It should answer within seconds: the peer waits, and not
   * for long. An exception counts as not found.
   *
   * @param name 20 bytes: the info-hash of v1, or the beginning of that of v2
   * @return usually {@link TorrentSpec#ofKnownFile}; empty if there is no such thing here, or the
   *     finder has added it to the engine itself
   */
  Optional<TorrentSpec> find(InfoHash name);

  /**
   * The name on the wire of a torrent that {@link #find} would find, if an encrypted handshake
   * means one. Called as that is.
   *
   * @return 20 bytes; empty if no torrent that is known here goes by it
   */
  default Optional<InfoHash> named(HiddenName name) {
    return Optional.empty();
  }
}
