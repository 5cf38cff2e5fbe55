package minibit.daemon.api;

import java.util.List;
import java.util.Optional;
import minibit.daemon.api.audit.AuditLog;
import minibit.daemon.api.guard.Caller;
import minibit.daemon.api.guard.CspReports;
import minibit.daemon.api.guard.Guard;
import minibit.daemon.api.guard.LoginCodes;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.AuditList;
import minibit.daemon.api.model.LoginCode;
import minibit.daemon.api.model.SessionView;

/** What the server answers by itself: who is let in, who changed what, what browsers refused. */
final class SessionRoutes {
  private static final int MAX_SECRET = 128;
  private static final int DEFAULT_ENTRIES = 100;

  private final Backend daemon;
  private final Guard guard;
  private final AuditLog audit;
  private final CspReports reports;

  private SessionRoutes(Backend daemon, Guard guard, AuditLog audit, CspReports reports) {
    this.daemon = daemon;
    this.guard = guard;
    this.audit = audit;
    this.reports = reports;
  }

  static List<Route> of(Backend daemon, Guard guard, AuditLog audit, CspReports reports) {
    return new SessionRoutes(daemon, guard, audit, reports).table();
  }

  private List<Route> table() {
    return List.of(
        Route.post("login-codes", this::loginCode),
        Route.post("session", this::signIn).keys("code", "token").forAnybody(),
        Route.get("session", call -> Reply.json(session(call))),
        Route.delete("session", this::signOut),
        Route.get(
                "audit",
                call ->
                    Reply.json(
                        audit.list(
                            call.query().number("limit", 1, AuditList.MAX, DEFAULT_ENTRIES))))
            .query("limit"),
        Route.get("csp-reports", _ -> Reply.json(reports.list())),
        Route.post("csp-reports", this::report)
            .keys("csp-report")
            .maxBody(CspReports.MAX_BODY)
            .forAnybody()
            .unaudited());
  }

  private Reply loginCode(Call call) {
    if (!(call.caller() instanceof Caller.Owner)) {
      // Whoever gets hold of a session shall not make more of them.
      throw new ApiException(403, "token-needed", "this needs the token, not a session");
    }
    LoginCodes.Code code = guard.loginCode();
    return Reply.json(201, new LoginCode(call.origin() + "/#code=" + code.text(), code.expires()));
  }

  private Reply signIn(Call call) {
    BodyFields body = call.body();
    Optional<String> code = body.text("code", MAX_SECRET);
    Optional<String> token = body.text("token", MAX_SECRET);
    if (code.isPresent() == token.isPresent()) {
      throw ApiException.badRequest("bad-field", "give exactly one of code and token");
    }
    return Reply.nothing().with("Set-Cookie", guard.signIn(call.request(), code, token));
  }

  private SessionView session(Call call) {
    Optional<Caller.Page> page = page(call);
    return new SessionView(true, daemon.status().name(), page.map(Caller.Page::since));
  }

  private static Optional<Caller.Page> page(Call call) {
    return call.caller() instanceof Caller.Page page ? Optional.of(page) : Optional.empty();
  }

  private Reply signOut(Call call) {
    return page(call)
        .map(page -> Reply.nothing().with("Set-Cookie", guard.signOut(call.request(), page)))
        .orElseGet(Reply::nothing);
  }

  private Reply report(Call call) {
    reports.add(call.bytes());
    return Reply.nothing();
  }
}
