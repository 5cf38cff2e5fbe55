package minibit.page;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minibit.interop.Workspace;

/** Chromium without a window; collects what the page complains about. */
final class Browser implements AutoCloseable {
  /** Debian's; the one that Playwright would fetch is never fetched. */
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run");

  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = new ArrayList<>();

  /** With flags of its own beside the usual ones. */
  Browser(String... flags) {
    List<String> all = new ArrayList<>(FLAGS);
    all.addAll(List.of(flags));
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(all));
  }

  /** How a user looks at the page. */
  record Look(String language, int width, int height, boolean dark) {
    static final Look DESKTOP = new Look("en-GB", 1360, 850, false);
    static final Look PHONE = new Look("pt-BR", 360, 740, true);

    boolean isPhone() {
      return width < 600;
    }
  }

  /** A page nobody has signed in to. */
  Page open(Look look) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setLocale(look.language())
                .setHasTouch(look.isPhone())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        said -> {
          // A daemon that is away, or asked for something it does not have, is logged by the
          // browser.
          if (said.type().equals("error") && !said.text().startsWith("Failed to load resource")) {
            complaints.add(said.text());
          }
        });
    return page;
  }

  /** Errors of the program, and whatever the content policy refused. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What hinders people, by axe-core: WCAG 2.2 AA, the serious and critical ones. */
  static List<String> hindrances(Page page) {
    return new AxeBuilder(page)
        .withTags(WCAG).analyze().getViolations().stream()
            .filter(rule -> SERIOUS.contains(rule.getImpact()))
            .map(Browser::described)
            .toList();
  }

  private static String described(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream().limit(4).map(node -> "\n  " + node.getHtml()).toList();
  }

  /** Keeps a picture under {@code target}. */
  static void picture(Page page, String name) {
    Path file = Workspace.ROOT.resolve("cli/target/page").resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
