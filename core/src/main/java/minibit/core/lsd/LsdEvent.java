package minibit.core.lsd;

import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** What happens to {@link Lsd}. */
public sealed interface LsdEvent {
  /**
   * Peers of this torrent are looked for from now on.
   *
   * @param hash of 20 bytes
   * @param announce whether others are told of us
   */
  record Wanted(InfoHash hash, boolean announce) implements LsdEvent {}

  /** They no longer are. */
  record Unwanted(InfoHash hash) implements LsdEvent {}

  /** A datagram came from there. */
  record Received(PeerAddress from, byte[] packet) implements LsdEvent {}

  /** Nothing but time passed. */
  record DeadlineReached() implements LsdEvent {}
}
