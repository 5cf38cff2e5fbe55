package minibit.core.lsd;

import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;

/**
 * What one datagram says: who sent it takes part in these torrents, and listens on this port.
 *
 * @param port 1 to 65535
 * @param hashes of 20 bytes each, 1 to {@link LsdCodec#MAX_HASHES}
 * @param cookie by which senders know their own
 */
public record LsdAnnounce(int port, List<InfoHash> hashes, Optional<String> cookie) {
  /** Refuses what cannot be sent. */
  public LsdAnnounce {
    hashes = List.copyOf(hashes);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    if (hashes.isEmpty() || hashes.size() > LsdCodec.MAX_HASHES) {
      throw new IllegalArgumentException("info-hashes: " + hashes.size());
    }
    if (hashes.stream().anyMatch(InfoHash::isV2)) {
      throw new IllegalArgumentException("info-hashes travel with 20 bytes");
    }
  }
}
