package minibit.daemon.api;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FolderRequest;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Priority;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferRequest;
import minibit.daemon.api.model.TransferSort;

/** What this daemon fetches, and how fast. */
final class TransferRoutes {
  /** A magnet link with many trackers. */
  private static final int MAX_MAGNET = 32 << 10;

  /** A torrent of 200,000 files, in Base64. */
  private static final int MAX_TORRENT = 32 << 20;

  /** Ten thousand ids. */
  private static final int MAX_ACTION = 1 << 20;

  private final Backend daemon;

  private TransferRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    return new TransferRoutes(daemon).table();
  }

  private List<Route> table() {
    return List.of(
        Route.get("transfers", call -> Reply.json(daemon.transfers(asked(call.query()))))
            .query("q", "state", "sort", "offset", "limit"),
        Route.post("transfers", call -> Reply.json(201, daemon.fetch(wanted(call.body()))))
            .keys("id", "magnet", "torrent", "url", "out", "from", "paused")
            .maxBody(MAX_TORRENT),
        Route.post("transfers/all", call -> Reply.json(201, daemon.fetchAll(all(call.body()))))
            .keys("query", "out", "follow"),
        Route.post(
                "transfers/folder",
                call -> Reply.json(201, daemon.fetchFolder(folder(call.body()))))
            .keys("member", "path", "out"),
        Route.post("transfers/actions", call -> Reply.json(daemon.act(action(call.body()))))
            .keys("action", "ids", "all", "data", "up", "down", "priority")
            .maxBody(MAX_ACTION),
        Route.get("transfers/{id}", call -> Reply.json(daemon.transfer(call.param("id")))),
        Route.post("transfers/{id}/pause", call -> Reply.json(daemon.pause(call.param("id")))),
        Route.post("transfers/{id}/resume", call -> Reply.json(daemon.resume(call.param("id")))),
        Route.delete(
                "transfers/{id}",
                call -> {
                  daemon.remove(call.param("id"), call.query().flag("data"));
                  return Reply.nothing();
                })
            .query("data"),
        Route.put(
                "transfers/{id}/limits",
                call -> Reply.json(daemon.limitTransfer(call.param("id"), limits(call.body()))))
            .keys("up", "down"));
  }

  private static TransferQuery asked(QueryFields query) {
    Optional<String> sort = query.text("sort", Routes.MAX_NAME);
    boolean descending = sort.filter(text -> text.startsWith("-")).isPresent();
    return new TransferQuery(
        query.text("q", TransferQuery.MAX_TEXT).orElse(""),
        query.oneOf("state", TransferFilter.class),
        sort.map(text -> descending ? text.substring(1) : text)
            .map(text -> QueryFields.oneOf("sort", text, TransferSort.class)),
        descending,
        query.page());
  }

  private static TransferAction action(BodyFields body) {
    List<String> ids = body.texts("ids", Routes.MAX_NAME, TransferAction.MAX_IDS);
    Optional<TransferAction.All> all =
        body.part("all", List.of("q", "state"))
            .map(
                which ->
                    new TransferAction.All(
                        which.phrase("q", TransferQuery.MAX_TEXT),
                        which.oneOf("state", TransferFilter.class)));
    if (ids.isEmpty() == all.isEmpty()) {
      throw ApiException.badRequest("bad-field", "give either ids or all");
    }
    TransferAction action =
        new TransferAction(
            body.oneOf("action", TransferAction.Kind.class)
                .orElseThrow(() -> body.missing("action")),
            ids,
            all,
            body.flag("data"),
            body.number("up", 1),
            body.number("down", 1),
            body.oneOf("priority", Priority.class));
    if (action.action() == TransferAction.Kind.PRIORITY && action.priority().isEmpty()) {
      throw body.missing("priority");
    }
    return action;
  }

  private static TransferRequest wanted(BodyFields body) {
    TransferRequest request =
        new TransferRequest(
            body.text("id", Routes.MAX_NAME),
            body.text("magnet", MAX_MAGNET),
            body.text("torrent", MAX_TORRENT),
            body.text("url", Routes.MAX_PATH),
            body.text("out", Routes.MAX_PATH),
            body.texts("from", Routes.MAX_NAME),
            body.flag("paused"));
    long named =
        Stream.of(request.id(), request.magnet(), request.torrent(), request.url())
            .filter(Optional::isPresent)
            .count();
    if (named != 1) {
      throw ApiException.badRequest("bad-field", "give exactly one of id, magnet, torrent and url");
    }
    request.torrent().ifPresent(TransferRoutes::requireBase64);
    return request;
  }

  private static void requireBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("bad-field", "torrent must be Base64");
    }
  }

  private static FolderRequest folder(BodyFields body) {
    return new FolderRequest(
        body.required("member", Routes.MAX_NAME),
        body.required("path", Routes.MAX_PATH),
        body.text("out", Routes.MAX_PATH));
  }

  private static FetchAllRequest all(BodyFields body) {
    return new FetchAllRequest(
        body.search("query"), body.text("out", Routes.MAX_PATH), body.flag("follow"));
  }

  private static Limits limits(BodyFields body) {
    return new Limits(body.number("up", 1), body.number("down", 1));
  }
}
