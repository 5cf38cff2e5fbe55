package minibit.daemon.fetch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.fetch.files.FetchedFiles;
import minibit.daemon.fetch.group.AllMatches;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetAllOutcome;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.store.Fetchable;
import minibit.daemon.fetch.transfer.Transfer;
import minibit.daemon.fetch.transfer.TransferContext;

/**
 * Begins transfers: one, all that a query matches, or many into folders of their own. Any thread.
 */
final class NewTransfers {
  private final TransferContext context;
  private final OwnerThread owner;
  private final TransferRegistrar registrar;
  private final Runnable tick;

  /**
   * Begins them in this table.
   *
   * @param tick gives turns to those that came, on the owner's thread
   */
  NewTransfers(
      TransferContext context, OwnerThread owner, TransferRegistrar registrar, Runnable tick) {
    this.context = context;
    this.owner = owner;
    this.registrar = registrar;
    this.tick = tick;
  }

  /** Begins one, or goes on with what was begun before. */
  TransferView add(Fetchable wanted, GetOptions options) {
    FetchedFiles.check(context.config().folder(options));
    return owner.call(
        () -> {
          Optional<Transfer> known = registrar.again(wanted.id());
          if (known.isPresent()) {
            return known.get().snapshots().now();
          }
          Transfer begun = registrar.begin(wanted, options);
          tick.run();
          return begun.snapshots().now();
        });
  }

  /**
   * Begins all that a query matches.
   *
   * @param follow who asks the query again from now on, if anybody shall
   */
  GetAllOutcome getAll(SearchQuery query, GetOptions options, Optional<FollowedQueries> follow) {
    FetchedFiles.check(context.config().folder(options));
    List<SearchHit> hits = AllMatches.of(context.catalogue(), query);
    return owner.call(
        () -> {
          Optional<FollowedQuery> following = follow.map(book -> book.add(query, options));
          List<String> started = start(hits, options, false);
          int here = (int) hits.stream().filter(SearchHit::have).count();
          Optional<FollowedQuery> counted =
              following.map(f -> follow.orElseThrow().count(f.id(), started.size()));
          return new GetAllOutcome(
              hits.size(), here, hits.size() - here - started.size(), started, counted);
        });
  }

  /** Begins many, each in a folder of its own choice; gives the ids of those begun. */
  List<String> getEach(List<SearchHit> hits, Function<SearchHit, Path> folders) {
    hits.stream().map(folders).distinct().forEach(FetchedFiles::check);
    return owner.call(
        () -> {
          List<String> started = new ArrayList<>();
          hits.stream()
              .collect(Collectors.groupingBy(folders, LinkedHashMap::new, Collectors.toList()))
              .forEach(
                  (folder, some) ->
                      started.addAll(start(some, GetOptions.USUAL.into(folder), false)));
          return started;
        });
  }

  /** Begins what is neither here nor fetched, at once if it can; on the owner's thread. */
  List<String> start(List<SearchHit> hits, GetOptions options, boolean spareDeclined) {
    List<String> started = registrar.begin(hits, options, spareDeclined);
    tick.run();
    return started;
  }
}
