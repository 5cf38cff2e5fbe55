package minibit.daemon.api;

import java.util.List;

/** What this daemon shares. */
final class ShareRoutes {
  private final Backend daemon;

  private ShareRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    return new ShareRoutes(daemon).table();
  }

  private List<Route> table() {
    return List.of(
        Route.get("shares", _ -> Reply.json(daemon.shares())),
        Route.post(
                "shares",
                call ->
                    Reply.json(201, daemon.share(call.body().required("path", Routes.MAX_PATH))))
            .keys("path"),
        Route.delete(
                "shares",
                call -> {
                  daemon.unshare(call.query().required("path"));
                  return Reply.nothing();
                })
            .query("path"),
        Route.get("shares/roots", _ -> Reply.json(daemon.shareRoots())),
        Route.get("shares/browse", call -> Reply.json(daemon.folder(call.query().required("path"))))
            .query("path"),
        Route.post("shares/refresh", _ -> Reply.json(202, daemon.refresh())),
        Route.get(
                "shares/files",
                call -> {
                  QueryFields query = call.query();
                  String words = query.text("q", Routes.MAX_NAME).orElse("");
                  return Reply.json(daemon.shareFiles(words, query.page()));
                })
            .query("q", "offset", "limit"));
  }
}
