package minibit.core.announce.registry;

import java.util.List;
import minibit.core.id.InfoHash;

/**
 * A swarm as people see it.
 *
 * @param blocksTotal as JSON peers say; 0 if none did
 */
public record SwarmView(
    InfoHash hash,
    int seeders,
    int leechers,
    long downloaded,
    int blocksTotal,
    List<PeerView> peers) {}
