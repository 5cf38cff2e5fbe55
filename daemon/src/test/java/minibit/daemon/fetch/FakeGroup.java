package minibit.daemon.fetch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import minibit.core.catalogue.FileKind;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.HolderView;
import minibit.daemon.catalogue.NamedContent;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchPage;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.fetch.group.Catalogue;
import minibit.daemon.fetch.group.PieceReports;

/** A group whose tracker can be told what to say, and to be silent. */
final class FakeGroup implements Catalogue {
  /** A report of pieces. */
  record Report(PiecesRoot root, Optional<byte[]> pieces, long nanos) {}

  final Map<PiecesRoot, FoundContent> contents = new ConcurrentHashMap<>();
  final Map<PiecesRoot, List<HolderView>> holders = new ConcurrentHashMap<>();
  final Map<InfoHash, List<PeerAddress>> announced = new ConcurrentHashMap<>();
  final List<Report> reports = new CopyOnWriteArrayList<>();
  private final List<Consumer<PiecesRoot>> listeners = new CopyOnWriteArrayList<>();
  volatile boolean dead;

  static MemberId idOf(int number) {
    byte[] bytes = new byte[MemberId.LENGTH];
    bytes[0] = (byte) number;
    return MemberId.of(bytes);
  }

  void knows(FoundContent content) {
    contents.put(content.root(), content);
  }

  void holds(int member, PiecesRoot root, PeerAddress address) {
    holders.merge(
        root,
        List.of(
            new HolderView(
                idOf(member), "member" + member, List.of(address), Instant.now(), 1, 1, true)),
        (old, more) -> {
          List<HolderView> all = new ArrayList<>(old);
          all.addAll(more);
          return all;
        });
  }

  void tell(PiecesRoot root) {
    listeners.forEach(listener -> listener.accept(root));
  }

  PieceReports reports() {
    return (root, pieces) -> {
      if (dead) {
        return silence();
      }
      reports.add(new Report(root, pieces, System.nanoTime()));
      return CompletableFuture.completedFuture(null);
    };
  }

  private static <T> CompletableFuture<T> silence() {
    return CompletableFuture.failedFuture(
        new CatalogueException(CatalogueException.NO_TRACKER, Sentence.plain("nobody in office")));
  }

  @Override
  public CompletableFuture<Optional<FoundContent>> content(PiecesRoot root) {
    return dead
        ? silence()
        : CompletableFuture.completedFuture(Optional.ofNullable(contents.get(root)));
  }

  @Override
  public CompletableFuture<List<HolderView>> holders(PiecesRoot root) {
    return dead
        ? silence()
        : CompletableFuture.completedFuture(holders.getOrDefault(root, List.of()));
  }

  @Override
  public CompletableFuture<SearchPage> search(SearchQuery query) {
    if (dead) {
      return silence();
    }
    List<SearchHit> hits =
        contents.values().stream()
            .filter(content -> content.name().name().contains(query.text()))
            .sorted(
                java.util.Comparator.comparingInt(
                    content -> holders.getOrDefault(content.root(), List.of()).size()))
            .map(FakeGroup::hit)
            .toList();
    int from = Math.min(query.offset(), hits.size());
    int to = Math.min(hits.size(), from + query.limit());
    return CompletableFuture.completedFuture(
        new SearchPage(hits.size(), from, to, hits.subList(from, to), false, false));
  }

  private static SearchHit hit(FoundContent content) {
    return new SearchHit(
        content.root(),
        content.name().name(),
        content.name().name(),
        List.of(),
        content.size(),
        "",
        FileKind.OTHER,
        content.name().v1(),
        content.name().v2(),
        List.of(),
        0,
        content.signedBy(),
        content.registered(),
        content.have());
  }

  @Override
  public CompletableFuture<Optional<NamedContent>> resolve(InfoHash hash) {
    return dead
        ? silence()
        : CompletableFuture.completedFuture(
            contents.values().stream()
                .filter(
                    content ->
                        content.name().v1().equals(hash) || content.name().v2().wire().equals(hash))
                .map(FoundContent::named)
                .findFirst());
  }

  @Override
  public CompletableFuture<List<PeerAddress>> announced(List<InfoHash> hashes) {
    return dead
        ? silence()
        : CompletableFuture.completedFuture(
            hashes.stream()
                .flatMap(hash -> announced.getOrDefault(hash, List.of()).stream())
                .toList());
  }

  @Override
  public AutoCloseable onHolder(Consumer<PiecesRoot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
