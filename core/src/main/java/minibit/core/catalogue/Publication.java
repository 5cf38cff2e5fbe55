package minibit.core.catalogue;

import java.time.Instant;
import java.util.Optional;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;

/**
 * A publisher's statement on a content, with the seal that proves it. It stays as long as anybody
 * holds the content.
 *
 * @param seal shared by the files of a batch
 * @param place of the statement under it
 * @param name the publisher's name for the file
 * @param time the publisher's, in milliseconds since 1970
 */
public record Publication(Seal seal, int place, String name, long time) {
  /** Who signed. */
  public PublisherKey key() {
    return seal.key();
  }

  /** What was signed, of the content this publication belongs to. */
  public Statement statement(Content content) {
    return new Statement(content.root(), content.size(), name, Instant.ofEpochMilli(time));
  }

  /** What a downloader needs to verify this before it starts. */
  public Optional<Seal.Path> proof() {
    return seal.pathOf(place);
  }

  /** Whether signature and statement hold for this content: two hundred microseconds or more. */
  public boolean isGenuine(Content content) {
    return seal.covers(statement(content), place) && seal.isGenuine();
  }
}
