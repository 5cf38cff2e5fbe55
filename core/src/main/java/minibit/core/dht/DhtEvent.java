package minibit.core.dht;

import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** What happened, as a {@link Dht} is told it. */
public sealed interface DhtEvent {
  /** A datagram came; what is none of a node's is dropped. */
  record Received(PeerAddress from, byte[] packet) implements DhtEvent {}

  /**
   * There may be a node at this address.
   *
   * @param lasting whether it is to be asked again and again while no node is known: for routers
   *     that the user named and nodes of an earlier run. One that a peer told of is asked once
   */
  record NodeKnown(PeerAddress address, boolean lasting) implements DhtEvent {}

  /**
   * Peers of this torrent are wanted from now on; saying it again changes how.
   *
   * @param hash 20 bytes
   * @param announce whether others are told that we have or want it
   * @param seed whether we have all of it
   */
  record Wanted(InfoHash hash, boolean announce, boolean seed) implements DhtEvent {}

  /** They no longer are. What others were told of us they forget by themselves. */
  record Unwanted(InfoHash hash) implements DhtEvent {}

  /** Nothing but time passed: the deadline is due. */
  record DeadlineReached() implements DhtEvent {}
}
