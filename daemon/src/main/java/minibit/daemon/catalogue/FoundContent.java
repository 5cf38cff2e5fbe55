package minibit.daemon.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;

/**
 * All that is known of one content.
 *
 * @param root its id: the pieces root
 * @param size in bytes
 * @param names earliest registered first: that is the one to fetch under; never empty
 * @param holders present members that have it whole, at most {@link SearchHit#MAX_HOLDERS}
 * @param holderCount how many there are
 * @param signedBy who published it, if anybody signed it
 * @param proofs of all publications, the first publisher's first
 * @param registered when it was first registered, by the tracker's clock then
 * @param have whether the asking member has it already
 */
public record FoundContent(
    PiecesRoot root,
    long size,
    List<Name> names,
    List<Holder> holders,
    int holderCount,
    Optional<Signed> signedBy,
    List<Proof> proofs,
    Instant registered,
    boolean have) {
  /**
   * One of its names, with the hashes of the torrent under it.
   *
   * @param name of the file, in NFC
   * @param mediaType such as {@code image/png}
   * @param v1 info-hash of the canonical torrent
   * @param v2 the same, 32 bytes
   */
  public record Name(String name, String mediaType, InfoHash v1, InfoHash v2) {}

  /** Keeps copies. */
  public FoundContent {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a content without a name");
    }
    names = List.copyOf(names);
    holders = List.copyOf(holders);
    proofs = List.copyOf(proofs);
  }

  /** The name to fetch under. */
  public Name name() {
    return names.getFirst();
  }

  /**
   * What to call it for somebody who asked with these words: the last component, if it is one of
   * its names, letter by letter; otherwise the name to fetch under.
   */
  public String nameFor(String asked) {
    String last = asked.strip().substring(asked.strip().lastIndexOf('/') + 1);
    return names.stream().map(Name::name).filter(last::equals).findFirst().orElse(name().name());
  }

  /** The content under that name. */
  public NamedContent named() {
    return new NamedContent(root, name().name(), name().v1(), name().v2(), size);
  }

  FoundContent have(boolean known) {
    return new FoundContent(
        root, size, names, holders, holderCount, signedBy, proofs, registered, known);
  }
}
