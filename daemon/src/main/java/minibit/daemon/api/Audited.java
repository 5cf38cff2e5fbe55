package minibit.daemon.api;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.api.audit.AuditLog;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.AuditList;

/** Does what a route does, and writes down what that changed, for whom and how it went. */
final class Audited {
  /** Longest subject that is written down. */
  private static final int MAX_SUBJECT = 200;

  /** What a change is called: every route that changes something has a name here. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("POST shutdown", "daemon-stopped"),
          Map.entry("POST election", "election-forced"),
          Map.entry("POST shares", "share-added"),
          Map.entry("DELETE shares", "share-removed"),
          Map.entry("POST shares/refresh", "shares-rescanned"),
          Map.entry("POST transfers", "transfer-added"),
          Map.entry("POST transfers/all", "transfers-added"),
          Map.entry("POST transfers/actions", "transfers-changed"),
          Map.entry("POST transfers/folder", "folder-added"),
          Map.entry("POST transfers/{id}/pause", "transfer-paused"),
          Map.entry("POST transfers/{id}/resume", "transfer-resumed"),
          Map.entry("DELETE transfers/{id}", "transfer-removed"),
          Map.entry("PUT transfers/{id}/limits", "transfer-limited"),
          Map.entry("PUT transfers/{id}/files", "files-chosen"),
          Map.entry("PUT limits", "limits-changed"),
          Map.entry("POST searches", "search-saved"),
          Map.entry("DELETE searches/{search}", "search-removed"),
          Map.entry("POST group/leave", "group-left"),
          Map.entry("POST group/forget", "member-forgotten"),
          Map.entry("POST group/recover", "group-recovered"),
          Map.entry("POST group/join", "group-joined"),
          Map.entry("POST group/create", "group-created"),
          Map.entry("POST group/invite", "invite-made"),
          Map.entry("POST laboratory/runs", "simulation-started"),
          Map.entry("DELETE laboratory/runs/{run}", "simulation-removed"),
          Map.entry("POST login-codes", "login-code-made"),
          Map.entry("POST session", "signed-in"),
          Map.entry("DELETE session", "signed-out"));

  private final AuditLog log;
  private final InstantSource clock;

  Audited(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** What a change is called; empty for one that has no name. */
  static Optional<String> word(Route route) {
    return Optional.ofNullable(WORDS.get(route.method() + " " + route.template()));
  }

  /** Takes a route. */
  Reply act(Route route, Call call) {
    if (route.method().equals("GET") || !route.audited()) {
      return route.action().on(call);
    }
    try {
      Reply reply = route.action().on(call);
      note(route, call, "done");
      return reply;
    } catch (ApiException e) {
      if (tried(e)) {
        note(route, call, e.code());
      }
      throw e;
    } catch (RuntimeException e) {
      note(route, call, "internal");
      throw e;
    }
  }

  /** Whether it was understood: slips change nothing, and floods are counted already. */
  private static boolean tried(ApiException failure) {
    return switch (failure.status()) {
      case 400, 408, 413, 415, 429 -> false;
      default -> true;
    };
  }

  private void note(Route route, Call call, String result) {
    String action = word(route).orElse("changed " + route.template());
    String subject = call.subject();
    String cut =
        subject.length() <= MAX_SUBJECT ? subject : subject.substring(0, MAX_SUBJECT) + "…";
    log.add(new AuditList.Entry(clock.instant(), call.caller().word(), action, cut, result));
  }
}
