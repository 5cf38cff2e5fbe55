package minibit.daemon.api;

import java.util.List;

/** The membership of this daemon. */
final class GroupRoutes {
  private final Backend daemon;

  private GroupRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    return new GroupRoutes(daemon).table();
  }

  private List<Route> table() {
    return List.of(
        Route.get("group", _ -> Reply.json(daemon.group())),
        Route.get("group/timeline", _ -> Reply.json(daemon.timeline())),
        Route.post("group/leave", _ -> Reply.json(daemon.leaveGroup())),
        Route.post(
                "group/forget",
                call ->
                    Reply.json(
                        daemon.forgetMember(call.body().required("member", Routes.MAX_NAME))))
            .keys("member"),
        Route.post("group/recover", _ -> Reply.json(daemon.recoverGroup())),
        Route.post(
                "group/join",
                call ->
                    Reply.json(daemon.joinGroup(call.body().required("address", Routes.MAX_PATH))))
            .keys("address"),
        Route.post("group/invite", _ -> Reply.json(daemon.invite())));
  }
}
