package minibit.daemon.api;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.TransferRequest;

/** What this daemon fetches, and how fast. */
final class TransferRoutes {
  /** A magnet link with many trackers. */
  private static final int MAX_MAGNET = 32 << 10;

  /** A torrent of 200,000 files, in Base64. */
  private static final int MAX_TORRENT = 32 << 20;

  private final Backend daemon;

  private TransferRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    return new TransferRoutes(daemon).table();
  }

  private List<Route> table() {
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
            body.text("id", Routes.MAX_NAME),
            body.text("magnet", MAX_MAGNET),
            body.text("torrent", MAX_TORRENT),
            body.text("out", Routes.MAX_PATH),
            body.texts("from", Routes.MAX_NAME),
            body.flag("paused"));
    long named =
        Stream.of(request.id(), request.magnet(), request.torrent())
            .filter(Optional::isPresent)
            .count();
    if (named != 1) {
      throw ApiException.badRequest("bad-field", "give exactly one of id, magnet and torrent");
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

  private static FetchAllRequest all(BodyFields body) {
    return new FetchAllRequest(
        body.search("query"), body.text("out", Routes.MAX_PATH), body.flag("follow"));
  }

  private static Limits limits(BodyFields body) {
    return new Limits(body.number("up", 1), body.number("down", 1));
  }
}
