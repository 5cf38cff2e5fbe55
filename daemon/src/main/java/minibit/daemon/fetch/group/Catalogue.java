package minibit.daemon.fetch.group;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.HolderView;
import minibit.daemon.catalogue.NamedContent;
import minibit.daemon.catalogue.SearchPage;
import minibit.daemon.catalogue.SearchQuery;

/** What fetching asks of the group. Any thread; answers may fail, as without a tracker. */
public interface Catalogue {
  /** A content, also while none of its holders is present. */
  CompletableFuture<Optional<FoundContent>> content(PiecesRoot root);

  /** Present members that have a content or a part of it. */
  CompletableFuture<List<HolderView>> holders(PiecesRoot root);

  /** Contents by words. */
  CompletableFuture<SearchPage> search(SearchQuery query);

  /** What an info-hash of 20 bytes means in the group. */
  CompletableFuture<Optional<NamedContent>> resolve(InfoHash hash);

  /** Clients of other make that asked the group for peers of a torrent, by its 20-byte names. */
  CompletableFuture<List<PeerAddress>> announced(List<InfoHash> hashes);

  /** Hears of new holders of what we fetch; closed to hear no more. */
  AutoCloseable onHolder(Consumer<PiecesRoot> listener);

  /** The group's, through a desk. */
  static Catalogue of(CatalogueDesk desk) {
    return new DeskCatalogue(desk);
  }
}
