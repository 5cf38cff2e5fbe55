package minibit.core.announce;

import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;
import minibit.core.mse.EncryptionPolicy;

/**
 * One announce as a peer makes it (BEP 3).
 *
 * @param hash the torrent, in its form of 20 bytes
 * @param peerId who asks
 * @param port where the peer listens, 1 to 65535
 * @param uploaded payload bytes given since {@code started}
 * @param downloaded payload bytes taken since {@code started}
 * @param left bytes still missing; 0 for a seeder
 * @param event what happened
 * @param numWant addresses wanted, 0 or more
 * @param key drawn once a session, the same in every announce: tells a tracker that an address
 *     changed and the peer did not (BEP 7)
 * @param trackerId what the tracker asked to have back, one character a byte; empty if nothing
 * @param encryption whether the peer speaks encrypted, told over HTTP only
 */
public record AnnounceRequest(
    InfoHash hash,
    PeerId peerId,
    int port,
    long uploaded,
    long downloaded,
    long left,
    AnnounceEvent event,
    int numWant,
    int key,
    String trackerId,
    EncryptionPolicy encryption) {
  /** Addresses that most clients ask for at once. */
  public static final int DEFAULT_NUM_WANT = 50;

  /** One that says nothing of encryption. */
  public AnnounceRequest(
      InfoHash hash,
      PeerId peerId,
      int port,
      long uploaded,
      long downloaded,
      long left,
      AnnounceEvent event,
      int numWant,
      int key,
      String trackerId) {
    this(
        hash,
        peerId,
        port,
        uploaded,
        downloaded,
        left,
        event,
        numWant,
        key,
        trackerId,
        EncryptionPolicy.OFF);
  }

  /** Checks ranges: requests of ours are made right, those of others come checked. */
  public AnnounceRequest {
    if (hash.isV2()) {
      throw new IllegalArgumentException("announces name torrents by 20 bytes");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    if (uploaded < 0 || downloaded < 0 || left < 0 || numWant < 0) {
      throw new IllegalArgumentException("less than nothing");
    }
  }

  /** The same, wanting no more than so many addresses. */
  public AnnounceRequest withMost(int most) {
    return numWant <= most
        ? this
        : new AnnounceRequest(
            hash, peerId, port, uploaded, downloaded, left, event, most, key, trackerId);
  }
}
