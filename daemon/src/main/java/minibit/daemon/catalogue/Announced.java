package minibit.daemon.catalogue;

import java.util.List;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** Those who asked the tracker in office for peers of a torrent, and are no members. Any thread. */
@FunctionalInterface
public interface Announced {
  /** Nobody announces here. */
  Announced NOBODY = hashes -> List.of();

  /** Where some of them listen, by the torrent's names of 20 bytes; must be quick. */
  List<PeerAddress> of(List<InfoHash> hashes);
}
