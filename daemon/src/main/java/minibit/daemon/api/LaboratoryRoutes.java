package minibit.daemon.api;

import java.util.List;
import minibit.daemon.api.model.LaboratoryRequest;

/** Swarms in virtual time. */
final class LaboratoryRoutes {
  private LaboratoryRoutes() {}

  static List<Route> of(Backend daemon) {
    return List.of(
        Route.get("laboratory", _ -> Reply.json(daemon.laboratory())),
        Route.post("laboratory/runs", call -> Reply.json(202, daemon.startRun(wanted(call.body()))))
            .keys("scenario", "peers", "pieces", "seed", "pickers", "chokers"),
        Route.get("laboratory/runs/{run}", call -> Reply.json(daemon.run(call.param("run")))),
        Route.delete(
            "laboratory/runs/{run}",
            call -> {
              daemon.removeRun(call.param("run"));
              return Reply.nothing();
            }));
  }

  private static LaboratoryRequest wanted(BodyFields body) {
    return new LaboratoryRequest(
        body.required("scenario", Routes.MAX_NAME),
        small(body, "peers"),
        small(body, "pieces"),
        body.number("seed", 0).orElse(1L),
        body.texts("pickers", Routes.MAX_NAME),
        body.texts("chokers", Routes.MAX_NAME));
  }

  private static int small(BodyFields body, String key) {
    long number = body.number(key, 1).orElseThrow(() -> body.missing(key));
    return (int) Math.min(Integer.MAX_VALUE, number);
  }
}
