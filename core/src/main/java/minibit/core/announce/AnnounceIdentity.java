package minibit.core.announce;

import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;

/**
 * As whom a torrent announces itself.
 *
 * @param hashes its names: a hybrid announces both
 * @param peerId the id that its handshakes bear as well
 * @param port where we listen: opened before the first announce
 * @param key drawn once a session
 */
public record AnnounceIdentity(InfoHashes hashes, PeerId peerId, int port, int key) {}
