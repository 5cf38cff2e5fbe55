package minibit.daemon.api.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.ApiJson;
import minibit.daemon.api.model.CspReportList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Keeps what browsers tell of the page's content policy. Any thread. */
public final class CspReports {
  /** A report's largest parts are two addresses. */
  public static final int MAX_BODY = 8 << 10;

  /** Enough to see what is wrong; the first few usually say it. */
  static final int KEPT = 50;

  /** A page that goes wrong tells a handful; a program that fills logs, thousands. */
  static final int PER_MINUTE = 100;

  private static final int MAX_TEXT = 200;
  private static final Logger LOG = LoggerFactory.getLogger(CspReports.class);

  private final InstantSource clock;
  private final Deque<CspReportList.Report> kept = new ArrayDeque<>();
  private Instant minute = Instant.EPOCH;
  private int thisMinute;
  private long total;

  /** None yet. */
  public CspReports(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes a report as a browser sends it: {@code {"csp-report":{…}}}.
   *
   * @throws ApiException 400 if it is none, 429 if there are too many
   */
  public void add(byte[] body) {
    CspReportList.Report report = read(body);
    synchronized (this) {
      if (!report.at().isBefore(minute.plus(Duration.ofMinutes(1)))) {
        minute = report.at();
        thisMinute = 0;
      }
      if (++thisMinute > PER_MINUTE) {
        throw new ApiException(429, "too-many-reports", "too many reports; wait a minute");
      }
      total++;
      kept.addFirst(report);
      if (kept.size() > KEPT) {
        kept.removeLast();
      }
    }
    LOG.warn(
        "a browser refused the page {}: {} ({}:{})",
        report.directive(),
        report.blocked(),
        report.source(),
        report.line());
  }

  private CspReportList.Report read(byte[] body) {
    JsonNode report;
    try {
      report = ApiJson.read(body, JsonNode.class).path("csp-report");
    } catch (JacksonException e) {
      throw ApiException.badRequest("bad-json", "the report is not JSON");
    }
    if (!report.isObject()) {
      throw ApiException.badRequest("missing-field", "csp-report is missing");
    }
    String directive = text(report, "effective-directive");
    return new CspReportList.Report(
        clock.instant(),
        text(report, "document-uri"),
        directive.isEmpty() ? text(report, "violated-directive") : directive,
        text(report, "blocked-uri"),
        text(report, "source-file"),
        report.path("line-number").asLong(0),
        text(report, "script-sample"));
  }

  /** Strangers write this: a line's length, and nothing that a log or terminal would act on. */
  private static String text(JsonNode report, String key) {
    String text = report.path(key).asString("");
    String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    // A code may still stand behind the page's address.
    return cut.replaceAll("\\p{Cntrl}", " ").replaceFirst("#.*", "#…");
  }

  /** What was told so far. */
  public synchronized CspReportList list() {
    return new CspReportList(total, List.copyOf(kept));
  }
}
