package minibit.daemon.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.FileKind;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;

/**
 * A content that was found.
 *
 * @param root its id: the pieces root
 * @param name under which it was found and is fetched
 * @param path where a holder keeps it in its share
 * @param otherNames it is known by
 * @param size in bytes
 * @param mediaType such as {@code image/png}
 * @param kind what that means for people
 * @param v1 info-hash of the canonical torrent under that name
 * @param v2 the same, 32 bytes
 * @param holders present members that have it, at most {@link #MAX_HOLDERS}
 * @param holderCount how many there are
 * @param signedBy who published it, if anybody signed it
 * @param registered when it was first registered, by the tracker's clock then
 * @param have whether the asking member has it already
 */
public record SearchHit(
    PiecesRoot root,
    String name,
    String path,
    List<String> otherNames,
    long size,
    String mediaType,
    FileKind kind,
    InfoHash v1,
    InfoHash v2,
    List<Holder> holders,
    int holderCount,
    Optional<Signed> signedBy,
    Instant registered,
    boolean have) {
  /** Holders named with a hit; {@code holders} of the desk lists them all. */
  public static final int MAX_HOLDERS = 16;

  /** Keeps copies. */
  public SearchHit {
    otherNames = List.copyOf(otherNames);
    holders = List.copyOf(holders);
  }

  SearchHit have(boolean known) {
    return new SearchHit(
        root,
        name,
        path,
        otherNames,
        size,
        mediaType,
        kind,
        v1,
        v2,
        holders,
        holderCount,
        signedBy,
        registered,
        known);
  }
}
