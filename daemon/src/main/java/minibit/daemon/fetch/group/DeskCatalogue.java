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

/** The group's catalogue. */
record DeskCatalogue(CatalogueDesk desk) implements Catalogue {
  @Override
  public CompletableFuture<Optional<FoundContent>> content(PiecesRoot root) {
    return desk.content(root);
  }

  @Override
  public CompletableFuture<List<HolderView>> holders(PiecesRoot root) {
    return desk.holders(root);
  }

  @Override
  public CompletableFuture<SearchPage> search(SearchQuery query) {
    return desk.search(query);
  }

  @Override
  public CompletableFuture<Optional<NamedContent>> resolve(InfoHash hash) {
    return desk.resolve(hash);
  }

  @Override
  public CompletableFuture<List<PeerAddress>> announced(List<InfoHash> hashes) {
    return desk.announced(hashes);
  }

  @Override
  public AutoCloseable onHolder(Consumer<PiecesRoot> listener) {
    return desk.onHolder(listener);
  }
}
