package minibit.daemon.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import minibit.core.identity.MemberId;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.words.Phrase;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FolderRequest;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferActionAnswer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferFiles;
import minibit.daemon.api.model.TransferHistory;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferLog;
import minibit.daemon.api.model.TransferPieces;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferRequest;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.desk.FileViews;
import minibit.daemon.desk.FolderPlaces;
import minibit.daemon.desk.TorrentDownload;
import minibit.daemon.desk.Traffic;
import minibit.daemon.desk.TransferPages;
import minibit.daemon.desk.TransferViews;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineStatus;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.Fetches;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetAllOutcome;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.LogLine;
import minibit.daemon.fetch.model.Speeds;
import minibit.daemon.fetch.model.TransferView;

/** What the API says of transfers, and does with them. Any thread. */
final class TransfersPart {
  private final Fetches fetches;
  private final Engine engine;
  private final CataloguePart catalogue;
  private final CatalogueDesk desk;
  private final TransferPages pages;
  private final TorrentDownload urls;

  TransfersPart(
      Fetches fetches,
      Engine engine,
      CataloguePart catalogue,
      CatalogueDesk desk,
      boolean privateUrls) {
    this.urls = new TorrentDownload(() -> privateUrls);
    this.fetches = fetches;
    this.engine = engine;
    this.catalogue = catalogue;
    this.desk = desk;
    this.pages =
        new TransferPages(fetches::list, fetches::revision, engine::status, fetches::following);
  }

  Status.Transfers summary() {
    EngineStatus status = engine.status();
    int active = Math.toIntExact(pages.counts().active());
    return new Status.Transfers(active, status.downRate(), status.upRate());
  }

  TransferList list(TransferQuery query) {
    return guarded(() -> pages.list(query));
  }

  List<Transfer> some(Collection<String> ids) {
    return guarded(() -> fetches.list(ids).stream().map(TransferViews::transfer).toList());
  }

  TransferActionAnswer act(TransferAction action) {
    List<String> ids =
        action.all().map(which -> pages.ids(which.q(), which.state())).orElse(action.ids());
    return guarded(
        () -> {
          ChangeOutcome changed = fetches.change(ids, TransferViews.change(action));
          return new TransferActionAnswer(
              changed.done(),
              changed.refused().stream()
                  .limit(TransferActionAnswer.MAX_FAILED)
                  .map(TransfersPart::failure)
                  .toList());
        });
  }

  private static TransferActionAnswer.Failure failure(ChangeOutcome.Refusal refusal) {
    ApiException why = refused(refusal.why());
    return new TransferActionAnswer.Failure(
        refusal.id(), why.code(), why.message(), Phrase.of(why.sentence()));
  }

  Transfer fetch(TransferRequest request) {
    GetOptions options = options(request);
    return guarded(
        () -> {
          if (request.magnet().isPresent()) {
            return TransferViews.transfer(fetches.add(magnet(request.magnet().get()), options));
          }
          if (request.torrent().isPresent()) {
            byte[] bytes = decoded(request.torrent().get());
            return TransferViews.transfer(fetches.add(torrent(bytes), bytes, options));
          }
          if (request.url().isPresent()) {
            byte[] bytes = urls.fetch(request.url().get());
            return TransferViews.transfer(fetches.add(torrent(bytes), bytes, options));
          }
          String id =
              request
                  .id()
                  .orElseThrow(
                      () ->
                          ApiException.badRequest(
                              "bad-request",
                              Sentence.of(
                                  "nothing-to-fetch",
                                  "an id, a magnet link or a torrent is needed")));
          FoundContent content = catalogue.one(id);
          return TransferViews.transfer(fetches.get(content, content.nameFor(id), options));
        });
  }

  private GetOptions options(TransferRequest request) {
    List<MemberId> from = new ArrayList<>();
    if (!request.from().isEmpty()) {
      Waiting.on(desk.members(request.from())).forEach(member -> from.add(member.id()));
    }
    return new GetOptions(
        request.out().map(TransfersPart::folder), from, RateLimits.NONE, request.paused());
  }

  private static Path folder(String text) {
    try {
      Path folder = Path.of(text);
      if (folder.isAbsolute()) {
        return folder.normalize();
      }
    } catch (InvalidPathException e) {
      throw ApiException.badRequest(
          "bad-path", Sentence.of("no-path-here", "not a path of this system: {0}", text));
    }
    throw ApiException.badRequest(
        "bad-path", Sentence.of("folder-not-absolute", "the folder must be absolute: {0}", text));
  }

  private static Magnet magnet(String uri) {
    try {
      return Magnet.parse(uri);
    } catch (BadMetainfo e) {
      throw ApiException.badRequest(e.code().id(), e.sentence());
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(
          "bad-torrent", Sentence.of("not-base64", "the torrent is not in Base64"));
    }
  }

  private static Metainfo torrent(byte[] bytes) {
    try {
      return MetainfoParser.parseTorrent(bytes);
    } catch (BadMetainfo e) {
      throw ApiException.badRequest(e.code().id(), e.sentence());
    }
  }

  FetchAllAnswer fetchAll(FetchAllRequest request) {
    GetOptions options =
        request.out().map(out -> GetOptions.USUAL.into(folder(out))).orElse(GetOptions.USUAL);
    SearchRequest query = request.query();
    return guarded(
        () -> {
          GetAllOutcome got = fetches.getAll(SearchQueries.of(query), options, request.follow());
          List<TransferView> started =
              fetches.list().stream().filter(view -> got.started().contains(view.id())).toList();
          return new FetchAllAnswer(
              got.found(),
              got.here(),
              started.stream().mapToLong(TransferView::total).sum(),
              started.stream().map(TransferViews::transfer).toList(),
              got.following().map(FollowedQuery::id));
        });
  }

  FetchAllAnswer folder(FolderRequest request) {
    Path out = request.out().map(TransfersPart::folder).orElseGet(fetches::downloads);
    List<SearchHit> hits = catalogue.folder(request.member(), request.path());
    String path = request.path().replaceAll("/+$", "");
    int cut = path.lastIndexOf('/') + 1;
    return guarded(
        () -> {
          List<String> ids = fetches.getEach(hits, hit -> FolderPlaces.of(out, hit.path(), cut));
          List<TransferView> started =
              fetches.list().stream().filter(view -> ids.contains(view.id())).toList();
          return new FetchAllAnswer(
              hits.size(),
              hits.size() - started.size(),
              started.stream().mapToLong(TransferView::total).sum(),
              started.stream().limit(Page.MAX).map(TransferViews::transfer).toList(),
              Optional.empty());
        });
  }

  TransferDetail one(String id) {
    return guarded(() -> TransferViews.detail(fetches.details(id)));
  }

  TransferPieces pieces(String id) {
    return guarded(() -> FileViews.pieces(fetches.pieces(id, TransferPieces.MAX_RUNS)));
  }

  TransferFiles files(String id, Page page) {
    return guarded(
        () ->
            new TransferFiles(
                fetches.fileCount(id),
                page.offset(),
                fetches.files(id, page.offset(), page.limit()).stream()
                    .map(FileViews::file)
                    .toList()));
  }

  TransferFiles choose(String id, FileChoice choice) {
    return guarded(
        () -> {
          fetches.wish(id, FileViews.wishes(choice));
          return files(id, Page.FIRST);
        });
  }

  TransferHistory history(String id) {
    return guarded(
        () -> {
          Speeds speeds = fetches.history(id);
          return new TransferHistory(speeds.step(), speeds.down(), speeds.up());
        });
  }

  TransferLog log(String id, int limit) {
    return guarded(
        () -> {
          List<LogLine> lines = fetches.log(id);
          return new TransferLog(
              lines.subList(Math.max(0, lines.size() - limit), lines.size()).stream()
                  .map(line -> new TransferLog.Line(line.at(), line.text()))
                  .toList());
        });
  }

  Transfer pause(String id) {
    return guarded(() -> TransferViews.transfer(fetches.pause(id)));
  }

  Transfer resume(String id) {
    return guarded(() -> TransferViews.transfer(fetches.resume(id)));
  }

  void remove(String id, boolean data) {
    guarded(() -> Optional.ofNullable(Waiting.on(fetches.remove(id, data))));
  }

  Transfer limit(String id, Limits limits) {
    return guarded(() -> TransferViews.transfer(fetches.limit(id, TransferViews.rates(limits))));
  }

  /** The usual bounds of all together. */
  Limits limits() {
    return guarded(() -> TransferViews.limits(fetches.limits()));
  }

  /** Keeps other usual bounds of all together. */
  void keepLimits(Limits limits) {
    fetches.setLimits(TransferViews.rates(limits));
  }

  /** Puts bounds in force, and keeps none of them. */
  void applyLimits(Limits limits) {
    engine.setLimits(TransferViews.rates(limits));
  }

  CacheView cache() {
    return CacheViews.of(engine.cacheStats(CacheView.MAX_WANTED));
  }

  Traffic traffic() {
    EngineStatus status = engine.status();
    return new Traffic(status.downloaded(), status.uploaded());
  }

  private static <T> T guarded(Supplier<T> action) {
    try {
      return action.get();
    } catch (FetchException e) {
      throw refused(e);
    } catch (CatalogueException e) {
      throw Waiting.ofCatalogue(e);
    }
  }

  private static ApiException refused(FetchException e) {
    String code = e.code().text();
    return switch (e.code()) {
      case BAD_SIGNATURE, WRONG_CONTENT -> ApiException.verificationFailed(code, e.sentence());
      case NOT_FOUND, GONE -> ApiException.notFound(code, e.sentence());
      case AMBIGUOUS ->
          ApiException.conflict(
              "ambiguous-transfer",
              Sentence.of("told-of", "{0}: {1}", e.sentence(), String.join(", ", e.candidates())));
      case BAD_FOLDER, BAD_CHOICE -> ApiException.badRequest(code, e.sentence());
      case TOO_MANY, TOO_LARGE, IN_USE, NOT_FETCHED, NO_METADATA ->
          ApiException.conflict(code, e.sentence());
      case STORE_FAILED, CLOSED -> ApiException.failed(code, e.sentence());
    };
  }
}
