package minibit.daemon.fetch.store;

import minibit.core.catalogue.CatalogueLimits;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.store.TransferRow.Origin;

/**
 * Something that can be fetched, as far as it is known before its transfer begins.
 *
 * @param id hex digits of the root, else of the best info-hash
 * @param origin what it is
 * @param hashes of its torrent
 * @param name to show
 * @param size in bytes; 0 until known
 */
public record Fetchable(String id, Origin origin, InfoHashes hashes, String name, long size) {
  /**
   * A content of the group, of which everything is told.
   *
   * @throws FetchException with {@code bad-signature} or {@code too-large}
   */
  public static Fetchable of(FoundContent content) {
    return of(content, content.name().name());
  }

  /**
   * The same, called and saved by another of its names. Its torrent is that of the first name all
   * the same: who fetches one content is in one swarm.
   *
   * @throws FetchException with {@code bad-signature} or {@code too-large}
   */
  public static Fetchable of(FoundContent content, String name) {
    checkSize(name, content.size());
    return new Fetchable(
        content.root().hex(),
        new Origin.Content(content.root(), Signature.check(content)),
        InfoHashes.hybrid(content.name().v1(), content.name().v2()),
        name,
        content.size());
  }

  /**
   * A content of the group as a search finds it: without its signature.
   *
   * @throws FetchException with {@code too-large}
   */
  public static Fetchable of(SearchHit hit) {
    checkSize(hit.name(), hit.size());
    return new Fetchable(
        hit.root().hex(),
        new Origin.Content(hit.root(), new Signature.Unchecked()),
        InfoHashes.hybrid(hit.v1(), hit.v2()),
        hit.name(),
        hit.size());
  }

  /**
   * Refuses the size of a content that nobody can share, whatever a member says of it.
   *
   * @throws FetchException with {@code too-large}
   */
  public static void checkSize(String name, long size) {
    if (size < 0 || size > CatalogueLimits.FILE_BYTES) {
      throw new FetchException(
          FetchException.Code.TOO_LARGE,
          Sentence.of("beyond-size", "{0} is said to be larger than 16 TiB: not fetched", name));
    }
  }

  /** What a torrent file of these bytes describes. */
  public static Fetchable of(Metainfo torrent, byte[] bytes) {
    return new Fetchable(
        torrent.hashes().best().hex(),
        new Origin.File(bytes),
        torrent.hashes(),
        torrent.name(),
        torrent.contentSize());
  }

  /** What a magnet link names. */
  public static Fetchable of(Magnet magnet) {
    String best = magnet.hashes().best().hex();
    return new Fetchable(
        best, new Origin.Link(magnet.uri()), magnet.hashes(), magnet.name().orElse(best), 0);
  }
}
