package minibit.core.announce.registry;

import minibit.core.id.PeerAddress;

/**
 * The connection over which somebody asks the tracker.
 *
 * @param remote where it comes from; its port is the connection's own and enters no list
 * @param reached the address by which the asker reached the tracker
 */
public record Asker(PeerAddress remote, PeerAddress reached) {
  /** Whether asker and tracker share a machine, and the asker came by loopback. */
  boolean isLocal() {
    return remote.isLoopback();
  }
}
