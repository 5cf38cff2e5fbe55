package minibit.daemon.api;

import java.util.List;
import minibit.daemon.api.model.LogLines;

/** The daemon itself: how it is, its end, its log, its settings. */
final class DaemonRoutes {
  private static final int DEFAULT_LINES = 100;

  private final Backend daemon;

  private DaemonRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    return new DaemonRoutes(daemon).table();
  }

  private List<Route> table() {
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
}
