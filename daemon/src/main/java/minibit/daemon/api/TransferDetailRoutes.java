package minibit.daemon.api;

import java.util.ArrayList;
import java.util.List;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FilePriority;
import minibit.daemon.api.model.TransferLog;

/** What can be asked of one transfer: its pieces, files, speeds and past. */
final class TransferDetailRoutes {
  private static final int DEFAULT_LINES = 200;

  /** Ten thousand changes of priority. */
  private static final int MAX_CHOICE = 1 << 20;

  private TransferDetailRoutes() {}

  static List<Route> of(Backend daemon) {
    return List.of(
        Route.get("transfers/{id}/pieces", call -> Reply.json(daemon.pieces(call.param("id")))),
        Route.get(
                "transfers/{id}/files",
                call -> Reply.json(daemon.transferFiles(call.param("id"), call.query().page())))
            .query("offset", "limit"),
        Route.put(
                "transfers/{id}/files",
                call -> Reply.json(daemon.choose(call.param("id"), choice(call.body()))))
            .keys("changes")
            .maxBody(MAX_CHOICE),
        Route.get("transfers/{id}/swarm", call -> Reply.json(daemon.swarm(call.param("id")))),
        Route.get("transfers/{id}/history", call -> Reply.json(daemon.history(call.param("id")))),
        Route.get(
                "transfers/{id}/log",
                call ->
                    Reply.json(
                        daemon.transferLog(
                            call.param("id"),
                            call.query().number("limit", 1, TransferLog.MAX, DEFAULT_LINES))))
            .query("limit"));
  }

  private static FileChoice choice(BodyFields body) {
    List<FileChoice.Change> changes = new ArrayList<>();
    for (BodyFields each :
        body.parts("changes", List.of("index", "priority"), FileChoice.MAX_CHANGES)) {
      long index = each.number("index", 0).orElseThrow(() -> each.missing("index"));
      changes.add(
          new FileChoice.Change(
              (int) Math.min(Integer.MAX_VALUE, index),
              each.oneOf("priority", FilePriority.class)
                  .orElseThrow(() -> each.missing("priority"))));
    }
    if (changes.isEmpty()) {
      throw body.missing("changes");
    }
    return new FileChoice(changes);
  }
}
