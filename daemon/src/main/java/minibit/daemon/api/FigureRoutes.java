package minibit.daemon.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.LimitWindow;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.Turtle;

/** Figures for graphs, and bounds of speed. */
final class FigureRoutes {
  private final Backend daemon;

  private FigureRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    FigureRoutes routes = new FigureRoutes(daemon);
    return List.of(
        Route.get(
                "stats",
                call ->
                    Reply.json(
                        daemon.statistics(
                            call.query()
                                .oneOf("range", StatisticsRange.class)
                                .orElse(StatisticsRange.SESSION))))
            .query("range"),
        Route.get("cache", _ -> Reply.json(daemon.cache())),
        Route.get("limits", _ -> Reply.json(daemon.limits())),
        Route.put("limits", call -> Reply.json(daemon.limit(routes.plan(call.body()))))
            .keys("up", "down", "turtle", "schedule"));
  }

  /** What is not said of turtle and schedule stays as it is. */
  private LimitPlan plan(BodyFields body) {
    Optional<Long> up = body.number("up", 1);
    Optional<Long> down = body.number("down", 1);
    Optional<Turtle> turtle =
        body.part("turtle", List.of("on", "up", "down"))
            .map(part -> new Turtle(part.flag("on"), part.number("up", 1), part.number("down", 1)));
    Optional<List<LimitWindow>> schedule =
        body.has("schedule") ? Optional.of(windows(body)) : Optional.empty();
    return new LimitPlan(
        up,
        down,
        turtle.orElseGet(() -> daemon.limits().turtle()),
        schedule.orElseGet(() -> daemon.limits().schedule()));
  }

  private static List<LimitWindow> windows(BodyFields body) {
    List<LimitWindow> windows = new ArrayList<>();
    for (BodyFields part :
        body.parts("schedule", List.of("days", "from", "to", "use"), LimitPlan.MAX_WINDOWS)) {
      windows.add(
          new LimitWindow(
              part.allOf("days", LimitWindow.Day.class),
              time(part, "from"),
              time(part, "to"),
              part.oneOf("use", LimitWindow.Use.class).orElseThrow(() -> part.missing("use"))));
    }
    return windows;
  }

  private static String time(BodyFields part, String key) {
    String text = part.required(key, Routes.MAX_NAME);
    if (!LimitWindow.isTime(text)) {
      throw part.bad(key, "a time like 22:30");
    }
    return text;
  }
}
