package minibit.daemon.api;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.LogLines;
import minibit.daemon.api.model.TorrentFile;
import minibit.daemon.api.model.TransferRequest;

/** The table of the API: every path and method, and what it asks of the daemon. */
final class Routes {
  private static final int MAX_PATH = 4_096;
  private static final int MAX_NAME = 512;

  /** A magnet link with many trackers. */
  private static final int MAX_MAGNET = 32 << 10;

  /** A torrent of 200,000 files, in Base64. */
  private static final int MAX_TORRENT = 32 << 20;

  private static final int DEFAULT_LINES = 100;

  private final Backend daemon;

  private Routes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    Routes routes = new Routes(daemon);
    return Stream.of(
            routes.itself(),
            routes.catalogue(),
            routes.shares(),
            routes.transfers(),
            routes.group())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> itself() {
    return List.of(
        Route.get("status", _ -> Reply.json(daemon.status())),
        Route.post("shutdown", _ -> Reply.json(202, daemon.shutdown())),
        Route.post("election", _ -> Reply.json(daemon.election())),
        Route.get(
                "log",
                call ->
                    Reply.json(
                        daemon.log(call.query().number("lines", 1, LogLines.MAX, DEFAULT_LINES))))
            .query("lines"),
        Route.get("config", _ -> Reply.json(daemon.config())),
        Route.get("openapi.json", _ -> Reply.document(OpenApi.text())));
  }

  private List<Route> catalogue() {
    return List.of(
        Route.get("search", call -> Reply.json(daemon.search(call.query().search())))
            .query(
                "q",
                "type",
                "ext",
                "minSize",
                "maxSize",
                "member",
                "publisher",
                "after",
                "before",
                "sort",
                "offset",
                "limit"),
        Route.get("files/{id}", call -> Reply.json(daemon.file(call.param("id")))),
        Route.get("files/{id}/holders", call -> Reply.json(daemon.holders(call.param("id")))),
        Route.get("files/{id}/torrent", call -> torrent(call.param("id"))),
        Route.get("files/{id}/magnet", call -> Reply.json(daemon.magnet(call.param("id")))),
        Route.get("members", _ -> Reply.json(daemon.members())),
        Route.get(
                "members/{member}/files",
                call -> Reply.json(daemon.browse(call.param("member"), call.query().page())))
            .query("offset", "limit"));
  }

  private Reply torrent(String id) {
    TorrentFile torrent = daemon.torrent(id);
    return Reply.file(TorrentFile.MEDIA_TYPE, torrent.name(), torrent.bytes());
  }

  private List<Route> shares() {
    return List.of(
        Route.get("shares", _ -> Reply.json(daemon.shares())),
        Route.post(
                "shares",
                call -> Reply.json(201, daemon.share(call.body().required("path", MAX_PATH))))
            .keys("path"),
        Route.delete(
                "shares",
                call -> {
                  daemon.unshare(call.query().required("path"));
                  return Reply.nothing();
                })
            .query("path"),
        Route.post("shares/refresh", _ -> Reply.json(202, daemon.refresh())),
        Route.get(
                "shares/files",
                call -> {
                  QueryFields query = call.query();
                  String words = query.text("q", MAX_NAME).orElse("");
                  return Reply.json(daemon.shareFiles(words, query.page()));
                })
            .query("q", "offset", "limit"));
  }

  private List<Route> transfers() {
    return List.of(
        Route.get("transfers", call -> Reply.json(daemon.transfers(call.query().page())))
            .query("offset", "limit"),
        Route.post("transfers", call -> Reply.json(201, daemon.fetch(wanted(call.body()))))
            .keys("id", "magnet", "torrent", "out", "from", "paused")
            .maxBody(MAX_TORRENT),
        Route.post("transfers/all", call -> Reply.json(201, daemon.fetchAll(all(call.body()))))
            .keys("query", "out", "follow"),
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
            .keys("up", "down"),
        Route.get("limits", _ -> Reply.json(daemon.limits())),
        Route.put("limits", call -> Reply.json(daemon.limit(limits(call.body()))))
            .keys("up", "down"));
  }

  private static TransferRequest wanted(BodyFields body) {
    TransferRequest request =
        new TransferRequest(
            body.text("id", MAX_NAME),
            body.text("magnet", MAX_MAGNET),
            body.text("torrent", MAX_TORRENT),
            body.text("out", MAX_PATH),
            body.texts("from", MAX_NAME),
            body.flag("paused"));
    long named =
        Stream.of(request.id(), request.magnet(), request.torrent())
            .filter(Optional::isPresent)
            .count();
    if (named != 1) {
      throw ApiException.badRequest("bad-field", "give exactly one of id, magnet and torrent");
    }
    request.torrent().ifPresent(Routes::requireBase64);
    return request;
  }

  private static void requireBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("bad-field", "torrent must be Base64");
    }
  }

  private static FetchAllRequest all(BodyFields body) {
    return new FetchAllRequest(
        body.search("query"), body.text("out", MAX_PATH), body.flag("follow"));
  }

  private static Limits limits(BodyFields body) {
    return new Limits(body.number("up", 1), body.number("down", 1));
  }

  private List<Route> group() {
    return List.of(
        Route.get("group", _ -> Reply.json(daemon.group())),
        Route.post("group/leave", _ -> Reply.json(daemon.leaveGroup())),
        Route.post(
                "group/forget",
                call -> Reply.json(daemon.forgetMember(call.body().required("member", MAX_NAME))))
            .keys("member"),
        Route.post("group/recover", _ -> Reply.json(daemon.recoverGroup())),
        Route.post(
                "group/join",
                call -> Reply.json(daemon.joinGroup(call.body().required("address", MAX_PATH))))
            .keys("address"),
        Route.post("group/invite", _ -> Reply.json(daemon.invite())));
  }
}
