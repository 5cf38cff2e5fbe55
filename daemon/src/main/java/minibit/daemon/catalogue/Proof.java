package minibit.daemon.catalogue;

import java.time.Instant;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;

/**
 * What proves that somebody published a content: enough to verify it without asking anybody.
 *
 * @param key that signed
 * @param place of the statement in its batch
 * @param leaf hash of the statement
 * @param path of hashes from it to the signed root
 * @param signature over that root
 * @param name the publisher's name for the file
 * @param time the publisher's, when it signed
 */
public record Proof(
    PublisherKey key,
    int place,
    byte[] leaf,
    byte[] path,
    byte[] signature,
    String name,
    Instant time) {
  static Proof of(Seal.Path path, String name, Instant time) {
    return new Proof(
        path.key(), path.index(), path.leaf(), path.path(), path.signature(), name, time);
  }

  /** Whether the owner of the key signed that this content has this name: a millisecond. */
  public boolean holdsFor(PiecesRoot root, long size) {
    try {
      Seal.Path seal = new Seal.Path(key, place, leaf, path, signature);
      return seal.covers(new Statement(root, size, name, time), place) && seal.isGenuine();
    } catch (IllegalArgumentException e) {
      // Hashes of the wrong length: made up by whoever answered.
      return false;
    }
  }
}
