package minibit.core.announce;

import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.mse.EncryptionPolicy;

/**
 * As whom a torrent announces itself.
 *
 * @param hashes its names: a hybrid announces both
 * @param peerId the id that its handshakes bear as well
 * @param port where we listen: opened before the first announce
 * @param key drawn once a session
 * @param encryption whether we speak encrypted: trackers that know of it may choose peers by it
 */
public record AnnounceIdentity(
    InfoHashes hashes, PeerId peerId, int port, int key, EncryptionPolicy encryption) {
  /** Somebody who does not speak encrypted. */
  public AnnounceIdentity(InfoHashes hashes, PeerId peerId, int port, int key) {
    this(hashes, peerId, port, key, EncryptionPolicy.OFF);
  }
}
