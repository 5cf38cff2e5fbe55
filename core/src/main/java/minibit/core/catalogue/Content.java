package minibit.core.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.PublisherKey;

/**
 * Bytes that somebody holds, whatever they are called: the catalogue joins holders by content. A
 * change makes a new one, so a reader keeps what it was given.
 *
 * @param root the content's own name
 * @param size in bytes
 * @param since when it was first registered, milliseconds since 1970
 * @param namings earliest registered first; the first is the one to fetch under. Names stay while
 *     the content does, because transfers may run under them
 * @param holdings of all members, also those away, in the order they were registered
 * @param publications earliest first
 */
public record Content(
    PiecesRoot root,
    long size,
    long since,
    List<Naming> namings,
    List<Holding> holdings,
    List<Publication> publications) {
  /** Keeps copies, which costs nothing for lists that are immutable already. */
  public Content {
    namings = List.copyOf(namings);
    holdings = List.copyOf(holdings);
    publications = List.copyOf(publications);
  }

  /** When it was first registered. */
  public Instant registered() {
    return Instant.ofEpochMilli(since);
  }

  /** The earliest registered name: members fetch under its info-hash. */
  public Naming naming() {
    return namings.getFirst();
  }

  /** The name with this info-hash. */
  public Optional<Naming> naming(InfoHash hash) {
    return namings.stream().filter(naming -> naming.answersTo(hash)).findFirst();
  }

  /** Who published it first, if anybody signed it. */
  public Optional<Publication> publisher() {
    return publications.isEmpty() ? Optional.empty() : Optional.of(publications.getFirst());
  }

  /** Whether this member holds it, at any path. */
  public boolean isHeldBy(MemberId member) {
    for (Holding holding : holdings) {
      if (holding.member().equals(member)) {
        return true;
      }
    }
    return false;
  }

  Content with(List<Holding> others) {
    return new Content(root, size, since, namings, others, publications);
  }

  Content with(Naming naming) {
    List<Naming> more = new ArrayList<>(namings);
    more.add(naming);
    return new Content(root, size, since, more, holdings, publications);
  }

  Content with(Publication publication) {
    List<Publication> more = new ArrayList<>(publications);
    more.add(publication);
    return new Content(root, size, since, namings, holdings, more);
  }

  boolean isPublishedBy(PublisherKey key) {
    for (Publication publication : publications) {
      if (publication.key().equals(key)) {
        return true;
      }
    }
    return false;
  }
}
