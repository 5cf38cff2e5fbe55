package minibit.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import minibit.daemon.api.model.Event;
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

  /** Every view, and what is behind its tabs. */
  private static final List<String> PLACES =
      List.of(
          "search",
          "transfers",
          "shares",
          "shares/files",
          "shares/wanted",
          "group",
          "group/epochs",
          "group/swarm",
          "lab",
          "stats",
          "settings");

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
    story(Look.DESKTOP, "desk", Words.of("en"), Words.of("pt-BR"));
  }

  // The same with a thumb, in Portuguese and in the dark.
  @Test
  void theWholeStoryOnAPhone() throws IOException {
    story(Look.PHONE, "phone", Words.of("pt-BR"), Words.of("en"));
  }

  private void story(Look look, String name, Words words, Words others) throws IOException {
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
    election(page, name, words, lab);
    lookAround(page, name, words);
    speak(page, others);

    assertThat(browser.complaints()).isEmpty();
    assertThat(reports(page).path("total").asLong(-1)).isZero();
  }

  private static void signIn(Page page, Group lab, Words words) {
    String url = lab.user().pageUrl();
    page.navigate(URI.create(url).resolve("/").toString());
    assertThat(page.getByRole(AriaRole.HEADING)).hasText(words.say("signIn.title"));
    assertThat(Browser.hindrances(page)).isEmpty();

    page.navigate(url);
    page.reload();
    assertThat(page.locator("#search-field")).isVisible(visible());
    assertThat(page)
        .not()
        .hasURL(Pattern.compile("code="), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
    assertThat(page.locator(".welcome h2")).hasText(words.say("welcome.title"));
    assertThat(Browser.hindrances(page)).isEmpty();
  }

  private static void search(Page page, String name, Words words) {
    page.locator("#search-field").fill("ocean temp");
    Locator row =
        page.locator(".vt-row").filter(new Locator.FilterOptions().setHasText(Group.LARGE));
    assertThat(row).isVisible(visible());
    assertThat(Browser.hindrances(page)).isEmpty();
    Browser.picture(page, name + "-search");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words.say("search.get")))
        .click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words.say("search.follow")))
        .click();
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

  /** Nobody reloads: what happens in the group is told, on whatever screen. */
  private static void election(Page page, String name, Words words, Group lab) {
    visit(page, "group", words);
    Set<String> heard = lab.hear();
    long before = lab.epoch();
    lab.killTheTracker();
    lab.user().await("sees a new epoch", Duration.ofSeconds(90), () -> lab.epoch() > before);
    // Nobody need miss a heartbeat: a successor may be there before the next is due.
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(heard).contains(Event.TRACKER_CHANGED, Event.VOTE_GIVEN));
    // On a busy machine one more may follow: what counts is what is so in the end.
    awaited(() -> shows(page, ".pulse .chip.office:visible, .top .chip.office:visible", lab));
    awaited(() -> shows(page, ".figures", lab));
    assertThat(page.locator(".figures")).containsText(lab.tracker(), contained());
    awaited(() -> shows(page, ".feed", lab));
    Browser.picture(page, name + "-election");
  }

  private static boolean shows(Page page, String place, Group lab) {
    Pattern number = Pattern.compile("\\b" + lab.epoch() + "\\b");
    return number.matcher(page.locator(place).innerText()).find();
  }

  /** In this thread: a browser's page belongs to one. */
  private static void awaited(Callable<Boolean> what) {
    await().pollInSameThread().atMost(Duration.ofSeconds(90)).until(what);
  }

  /** Every view says what it should, and hinders nobody. */
  private static void lookAround(Page page, String name, Words words) {
    for (String place : PLACES) {
      visit(page, place, words);
      assertThat(page.locator("main .view")).isVisible(visible());
      assertThat(page.locator("main .view .waiting")).hasCount(0, patientCount());
      assertThat(Browser.hindrances(page)).as(place).isEmpty();
      Browser.picture(page, name + "-" + place.replace('/', '-'));
    }
  }

  private static void visit(Page page, String place, Words words) {
    page.evaluate("(place) => { location.hash = '#/' + place; }", place);
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .hasText(words.say("nav." + place.replaceFirst("/.*", "")), told());
  }

  /** The other language, by the button that everybody finds, without a reload. */
  private static void speak(Page page, Words others) {
    visit(page, "transfers", Words.current(page));
    page.locator("[data-part=language]:visible").click();
    page.getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName(others.name()))
        .click();
    for (String place : PLACES) {
      visit(page, place, others);
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

  private static LocatorAssertions.HasTextOptions told() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions contained() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasCountOptions patientCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasAttributeOptions patiently() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE);
  }
}
