package minibit.sim.report;

import java.util.ArrayList;
import java.util.List;
import minibit.sim.Comparison;
import minibit.sim.Comparison.Row;
import minibit.sim.SimulationReport;
import minibit.sim.report.Pictures.Kind;

/** A comparison as one page: pictures drawn into it, no script, nothing to fetch. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
      main{max-width:940px;margin:0 auto;padding:28px 20px 60px}
      h1{font-size:26px;margin:0 0 4px} h2{font-size:18px;margin:34px 0 4px}
      p{margin:4px 0 12px;color:var(--soft);max-width:70ch}
      figure{margin:0;padding:14px;background:var(--panel);border:1px solid var(--line);\
      border-radius:8px} figure svg{display:block;width:100%;height:auto}
      .scroll{overflow-x:auto} table{border-collapse:collapse;font-size:14px;width:100%;\
      font-variant-numeric:tabular-nums}
      th,td{padding:6px 8px;border-bottom:1px solid var(--line);text-align:right;\
      vertical-align:bottom} td{white-space:nowrap} th:first-child,td:first-child{text-align:left;white-space:normal}
      thead th{color:var(--soft);font-weight:600}
      code{background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:1px 5px}
      """;

  private final Comparison comparison;
  private final Texts texts;
  private final Pictures pictures;
  private final String command;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(Comparison comparison, Texts texts, String command) {
    this.comparison = comparison;
    this.texts = texts;
    this.pictures = new Pictures(comparison, texts);
    this.command = command;
  }

  /**
   * The page.
   *
   * @param command what was typed, for who wants to see the same again
   */
  public static String of(Comparison comparison, Texts texts, String command) {
    return new HtmlReport(comparison, texts, command).write();
  }

  private String write() {
    SimulationReport first = comparison.rows().getFirst().typical();
    String title = texts.text("title") + ": " + comparison.scenario().word();
    page.append("<!doctype html>\n<html lang=\"")
        .append(texts.locale().toLanguageTag())
        .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(Html.escape(title))
        .append("</title>\n<style>")
        .append(Svg.STYLE)
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n");
    element("h1", title);
    element("p", texts.text("scenario." + comparison.scenario().word()));
    element(
        "p",
        texts
            .text("measures")
            .replace("{0}", texts.number(first.peers(), 0))
            .replace("{1}", texts.number(first.pieces(), 0))
            .replace("{2}", seeds()));
    element("p", EngineWords.of(comparison, texts));
    section(Kind.COMPLETION);
    section(Kind.RATIO);
    if (first.freeRiders().peers() > 0) {
      section(Kind.GROUPS);
    }
    if (comparison.rows().stream().anyMatch(row -> !row.typical().trade().isEmpty())) {
      section(Kind.TRADE);
    }
    numbers();
    links();
    page.append("<p><code>").append(Html.escape(command)).append("</code></p>\n");
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private String seeds() {
    List<String> seeds = new ArrayList<>();
    comparison.rows().getFirst().runs().forEach(run -> seeds.add(String.valueOf(run.seed())));
    return String.join(", ", seeds);
  }

  /** Who was given up, and when. */
  private void givenUp() {
    for (Row row : comparison.rows()) {
      if (!row.everybodyCompleted()) {
        String name = row.strategy().title();
        String after = texts.number(row.median(SimulationReport::last), 0);
        element("p", texts.text("given-up").replace("{0}", name).replace("{1}", after));
      }
    }
  }

  private void section(Kind kind) {
    element("h2", texts.text(kind.word()));
    element("p", texts.text(kind.word() + ".about"));
    page.append("<figure>").append(pictures.inPage(kind)).append("</figure>\n");
  }

  private void numbers() {
    element("h2", texts.text("numbers"));
    page.append("<div class=\"scroll\"><table>\n<thead><tr>");
    for (String column :
        List.of(
            "strategy",
            "completed",
            "last",
            "ratio",
            "median",
            "entropy",
            "firstCopy",
            "fairness",
            "duplicate")) {
      cell("th", texts.text("column." + column));
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (Row row : comparison.rows()) {
      page.append("<tr>");
      cell("td", row.strategy().title());
      int expected = row.typical().expected();
      cell("td", texts.number(row.median(SimulationReport::completed), 0) + " / " + expected);
      cell("td", texts.number(row.last(), 1));
      cell("td", texts.number(row.measured(SimulationReport::ratio), 2));
      cell("td", texts.number(row.measured(SimulationReport::median), 1));
      cell("td", texts.number(row.measured(SimulationReport::entropyAfterFirstCopy), 2));
      cell("td", texts.number(row.firstCopy(), 1));
      cell("td", texts.number(row.measured(SimulationReport::fairness), 2));
      cell("td", texts.number(row.median(SimulationReport::duplicateBytes) / 1048576, 1));
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
    givenUp();
    element("p", texts.text("numbers.about"));
  }

  private void links() {
    for (Row row : comparison.rows()) {
      List<List<Double>> copies = row.typical().linkCopies();
      if (copies.isEmpty()) {
        continue;
      }
      element("h2", texts.text("links") + ": " + row.strategy().title());
      page.append("<div class=\"scroll\"><table>\n<thead><tr>");
      cell("th", texts.text("links.from"));
      for (int to = 0; to < copies.size(); to++) {
        cell("th", String.valueOf(to));
      }
      page.append("</tr></thead>\n<tbody>\n");
      for (int from = 0; from < copies.size(); from++) {
        page.append("<tr>");
        cell("td", String.valueOf(from));
        copies.get(from).forEach(value -> cell("td", texts.number(value, 2)));
        page.append("</tr>\n");
      }
      page.append("</tbody></table></div>\n");
      element("p", texts.text("links.about"));
    }
  }

  private void element(String tag, String text) {
    page.append('<').append(tag).append('>').append(Html.escape(text));
    page.append("</").append(tag).append(">\n");
  }

  private void cell(String tag, String text) {
    page.append('<').append(tag).append('>').append(Html.escape(text));
    page.append("</").append(tag).append('>');
  }
}
