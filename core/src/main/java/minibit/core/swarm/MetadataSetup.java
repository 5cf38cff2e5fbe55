package minibit.core.swarm;

import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;

/**
 * What a swarm without metadata is about.
 *
 * @param hashes the magnet's names; the info dictionary must fit every one of them
 * @param ourId our peer id in this swarm
 * @param ourReserved the reserved bytes of the handshakes we send
 * @param listenPort where we listen, or 0 for nowhere
 * @param client our name and version as peers see it
 */
public record MetadataSetup(
    InfoHashes hashes, PeerId ourId, long ourReserved, int listenPort, String client) {}
