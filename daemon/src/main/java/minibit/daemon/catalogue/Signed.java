package minibit.daemon.catalogue;

import java.util.List;
import minibit.core.identity.PublisherKey;

/**
 * Who published a content first.
 *
 * @param key that signed
 * @param name of the member with that key, or the first digits of its id if it is a member no more
 * @param valid whether the signature holds, as who answered has checked; a downloader checks again
 * @param others who published the same content later
 */
public record Signed(PublisherKey key, String name, boolean valid, List<Signer> others) {
  /** Another publisher of the same content. */
  public record Signer(PublisherKey key, String name, boolean valid) {}

  /** Keeps a copy. */
  public Signed {
    others = List.copyOf(others);
  }
}
