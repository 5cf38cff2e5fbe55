package minibit.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import minibit.daemon.api.model.Limits;
import minibit.interop.Workspace;
import minibit.page.Browser.Look;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What somebody sees who opens the page for the first time, by a browser and real daemons. */
@Tag("interop")
class NewUserTest {
  private static final double PATIENCE = Duration.ofSeconds(90).toMillis();

  /** Slow enough to be watched: 24 MiB in six seconds. */
  private static final long WATCHABLE = 4L << 20;

  private final Browser browser = new Browser();
  private Optional<Group> group = Optional.empty();

  @AfterEach
  void end() {
    browser.close();
    group.ifPresent(Group::close);
  }

  // A link signs in once; what is typed is found; what is fetched can be watched to its end, piece
  // by
  // piece; and when the tracker dies, the page tells of the next one by itself.
  @Test
  void theWholeStoryOnADesk() throws IOException {
    story(Look.DESKTOP, "desk", Words.ENGLISH);
  }

  // The same with a thumb, in Portuguese and in the dark.
  @Test
  void theWholeStoryOnAPhone() throws IOException {
    story(Look.PHONE, "phone", Words.PORTUGUESE);
  }

  /** What is looked for by its words. */
  private record Words(String get, String follow, String transfers, String shares, String signIn) {
    static final Words ENGLISH = new Words("Get", "Watch", "Transfers", "Shares", "Sign in");
    static final Words PORTUGUESE =
        new Words("Baixar", "Acompanhar", "Transferências", "Compartilhados", "Entrar");
  }

  private void story(Look look, String name, Words words) throws IOException {
    Path place = Workspace.fresh("page", name);
    Group lab = Group.start(place);
    group = Optional.of(lab);
    Limits watchable = new Limits(Optional.empty(), Optional.of(WATCHABLE));
    lab.user().ask(api -> api.limit(api.limits().plan().with(watchable)));
    Page page = browser.open(look);
    page.setDefaultTimeout(PATIENCE);

    signIn(page, lab, words);
    search(page, name, words);
    watch(page, name, lab);
    election(page, look, lab);
    lookAround(page, name, words);

    assertThat(browser.complaints()).isEmpty();
    assertThat(reports(page).path("total").asLong(-1)).isZero();
  }

  private static void signIn(Page page, Group lab, Words words) {
    String url = lab.user().pageUrl();
    page.navigate(URI.create(url).resolve("/").toString());
    assertThat(page.getByRole(AriaRole.HEADING)).hasText(words.signIn());
    assertThat(Browser.hindrances(page)).isEmpty();

    page.navigate(url);
    page.reload();
    assertThat(page.locator("#search-field")).isVisible(visible());
    assertThat(page)
        .not()
        .hasURL(Pattern.compile("code="), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
  }

  private static void search(Page page, String name, Words words) {
    page.locator("#search-field").fill("ocean temp");
    Locator row =
        page.locator(".vt-row").filter(new Locator.FilterOptions().setHasText(Group.LARGE));
    assertThat(row).isVisible(visible());
    assertThat(Browser.hindrances(page)).isEmpty();
    Browser.picture(page, name + "-search");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words.get())).click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words.follow())).click();
  }

  private static void watch(Page page, String name, Group lab) throws IOException {
    assertThat(page.locator(".detail h2")).hasText(Group.LARGE);
    assertThat(page.locator("mb-pieces")).isVisible(visible());
    assertThat(Browser.hindrances(page)).isEmpty();
    Browser.picture(page, name + "-pieces");
    Locator bar = page.locator(".detail-head [role=progressbar]");
    assertThat(bar).hasAttribute("aria-valuenow", "100", patiently());
    Path got = lab.user().downloads().resolve(Group.LARGE);
    assertThat(Files.size(got)).isEqualTo(Group.LARGE_BYTES);
    Browser.picture(page, name + "-done");
  }

  private static void election(Page page, Look look, Group lab) {
    long before = lab.epoch();
    lab.killTheTracker();
    lab.user().await("sees a new epoch", Duration.ofSeconds(90), () -> lab.epoch() > before);
    long epoch = lab.epoch();
    if (!look.isPhone()) {
      // Nobody reloads: the event has come.
      assertThat(page.locator(".pulse .chip.office"))
          .containsText(
              Long.toString(epoch),
              new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }
  }

  private static void lookAround(Page page, String name, Words words) {
    for (String view : new String[] {words.transfers(), words.shares()}) {
      page.locator(".nav-item:visible")
          .filter(new Locator.FilterOptions().setHasText(view))
          .click();
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(view)))
          .isVisible(visible());
      assertThat(Browser.hindrances(page)).isEmpty();
      Browser.picture(page, name + "-" + view);
    }
  }

  /** What the browser reported to the daemon that its policy had refused. */
  private static JsonNode reports(Page page) {
    Object text =
        page.evaluate("() => fetch('/api/v1/csp-reports').then((answer) => answer.text())");
    return tools.jackson.databind.json.JsonMapper.shared().readTree(String.valueOf(text));
  }

  private static LocatorAssertions.IsVisibleOptions visible() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasAttributeOptions patiently() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE);
  }
}
