package minibit.daemon.api;

import java.util.List;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.InviteRequest;

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
        Route.post(
                "group/create",
                call -> {
                  BodyFields body = call.body();
                  return Reply.json(
                      daemon.createGroup(
                          new CreateGroupRequest(
                              body.required("name", Routes.MAX_NAME), body.flag("closed"))));
                })
            .keys("name", "closed"),
        Route.post("group/invite", call -> Reply.json(daemon.invite(invite(call.bodyIfAny()))))
            .keys("validFor", "reusable"));
  }

  private static InviteRequest invite(BodyFields body) {
    try {
      return new InviteRequest(body.number("validFor", 1), body.flag("reusable"));
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("bad-field", String.valueOf(e.getMessage()));
    }
  }
}
