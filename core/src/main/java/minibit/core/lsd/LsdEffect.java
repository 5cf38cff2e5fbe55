package minibit.core.lsd;

import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** What {@link Lsd} wants done. */
public sealed interface LsdEffect {
  /** Tell both groups, on every adapter: one datagram each of {@link LsdCodec#encode}. */
  record Tell(LsdAnnounce announce) implements LsdEffect {}

  /** Somebody on the own network takes part in a wanted torrent. */
  record PeerFound(InfoHash hash, PeerAddress peer) implements LsdEffect {}
}
