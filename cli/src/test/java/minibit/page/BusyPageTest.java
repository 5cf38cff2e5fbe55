package minibit.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minibit.page.Browser.Look;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A page with very much on it: ten thousand transfers and a swarm of a thousand peers, played
 * behind the real API and changing four times a second. While somebody scrolls, frames are measured
 * in a browser that draws as fast as it can, so that a frame lasts as long as its work. While
 * nobody does, the work of the page's thread is divided by the frames in which something changed:
 * that is all of it, from the first byte of an event to the last pixel.
 *
 * <p>The tab's memory is watched for a minute; {@code -Dminibit.page.minutes=10} watches longer.
 */
@Tag("interop")
class BusyPageTest {
  private static final int TRANSFERS = 10_000;
  private static final double PATIENCE = Duration.ofSeconds(90).toMillis();

  /** A frame of a screen with sixty of them a second. */
  private static final double FRAME_MILLIS = 16;

  private static final int FRAMES = 300;
  private static final int WATCHED_MILLIS = 6_000;

  /** Looks at the memory in a minute. */
  private static final int LOOKS = 3;

  /** What a heap may differ by for reasons of its own: code compiled, caches filled. */
  private static final long SLACK = 4L << 20;

  private final Browser browser = new Browser("--disable-frame-rate-limit", "--disable-gpu-vsync");
  private final BusyDaemon daemon;
  private final Page page;
  private final CDPSession chromium;

  BusyPageTest() throws IOException {
    daemon = new BusyDaemon(TRANSFERS);
    page = browser.open(Look.DESKTOP);
    page.setDefaultTimeout(PATIENCE);
    chromium = page.context().newCDPSession(page);
    chromium.send("Performance.enable", threadTime());
    signIn();
  }

  @AfterEach
  void end() {
    browser.close();
    daemon.close();
  }

  private void signIn() {
    page.navigate(daemon.url());
    page.evaluate(
        """
        (token) => fetch('/api/v1/session', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ token }),
        })""",
        daemon.token());
  }

  /** Opens a view by its place behind the hash. */
  private void show(String place, String awaited) {
    page.navigate(daemon.url() + "#/" + place);
    page.reload();
    assertThat(page.locator(awaited).first())
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
  }

  // Whoever drags the bar of a list of ten thousand sees it move with the hand.
  @Test
  void scrollingKeepsUp() {
    show("transfers", ".vt-row .file-name");
    scrolled("10,000 transfers", ".table-box .vt-scroll");
    show("transfers/" + daemon.swarm() + "/peers", ".detail .vt-row");
    scrolled("1,000 peers", ".detail .vt-scroll");
  }

  // What is told several times a second is drawn without a stutter: rows, and a swarm in full.
  @Test
  void updatesKeepUp() {
    show("transfers", ".vt-row .file-name");
    updated("10,000 transfers");
    show("transfers/" + daemon.swarm() + "/peers", ".detail .vt-row");
    updated("1,000 peers");
    show("transfers/" + daemon.swarm() + "/pieces", "mb-pieces");
    updated("the map of 2,048 pieces");
    show("group/swarm", "mb-swarm-picture");
    updated("who sends to whom");
  }

  // A tab that stays open over night does not eat the machine.
  @Test
  void theTabsMemoryIsBounded() {
    show("transfers/" + daemon.swarm() + "/peers", ".detail .vt-row");
    int minutes = Integer.getInteger("minibit.page.minutes", 1);
    List<Long> heaps = new ArrayList<>();
    List<Long> nodes = new ArrayList<>();
    for (int look = 0; look <= minutes * LOOKS; look++) {
      page.evaluate(LIVE, 60_000 / LOOKS);
      chromium.send("HeapProfiler.collectGarbage");
      heaps.add(number(chromium.send("Runtime.getHeapUsage"), "usedSize"));
      nodes.add(number(chromium.send("Memory.getDOMCounters"), "nodes"));
    }
    System.out.printf("the tab's heap, bytes: %s%nits nodes: %s%n", heaps, nodes);
    // The first look warms up.
    long early = heaps.get(1);
    assertThat(heaps.getLast()).isLessThan(early + early / 4 + SLACK);
    assertThat(nodes.getLast()).isLessThan(nodes.get(1) * 5 / 4);
  }

  private static long number(JsonObject from, String key) {
    return from.get(key).getAsLong();
  }

  private void scrolled(String what, String box) {
    double before = busy();
    List<Double> lasts = new ArrayList<>();
    Object said = page.evaluate(SCROLL, List.of(box, FRAMES));
    ((List<?>) said).forEach(one -> lasts.add(((Number) one).doubleValue()));
    double cpu = (busy() - before) * 1_000 / lasts.size();
    lasts.sort(Double::compare);
    double median = lasts.get(lasts.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "%s, scrolling: a frame in %.1f ms median, %.1f ms p95; %.1f ms of processor%n",
        what,
        median,
        lasts.get(lasts.size() * 95 / 100),
        cpu);
    // By the processor's time, which a busy machine changes little; by the clock, too, where nobody
    // else wants the processor.
    assertThat(cpu).as(what + ", processor").isLessThan(FRAME_MILLIS);
    var system = ManagementFactory.getOperatingSystemMXBean();
    if (system.getSystemLoadAverage() < system.getAvailableProcessors()) {
      assertThat(median).as(what + ", median").isLessThan(FRAME_MILLIS);
    }
  }

  private void updated(String what) {
    double before = busy();
    int frames = ((Number) page.evaluate(UPDATES, WATCHED_MILLIS)).intValue();
    assertThat(frames).as(what + ": frames that changed").isPositive();
    double cpu = (busy() - before) * 1_000 / frames;
    System.out.printf(
        Locale.ROOT,
        "%s, updates: %d frames in %d s, %.1f ms of processor each%n",
        what,
        frames,
        WATCHED_MILLIS / 1_000,
        cpu);
    assertThat(cpu).as(what + ", processor").isLessThan(FRAME_MILLIS);
  }

  private static JsonObject threadTime() {
    JsonObject options = new JsonObject();
    options.addProperty("timeDomain", "threadTicks");
    return options;
  }

  /** Seconds of processor that the page's own thread took so far. */
  private double busy() {
    for (var metric : chromium.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new AssertionError("Chromium tells no TaskDuration");
  }

  /** How long frames last while a box is dragged, several rows a frame, to the end and back. */
  private static final String SCROLL =
      """
      ([selector, frames]) => new Promise((done) => {
        const box = document.querySelector(selector);
        const lasts = [];
        let last = performance.now();
        const frame = (n) => () => {
          const now = performance.now();
          lasts.push(now - last);
          last = now;
          const turn = (n * 200) % 80_000;
          box.scrollTop = turn < 40_000 ? turn : 80_000 - turn;
          if (n < frames) requestAnimationFrame(frame(n + 1));
          else done(lasts);
        };
        requestAnimationFrame(frame(1));
      })""";

  /** Frames in which something changed by itself, in so many milliseconds. */
  private static final String UPDATES =
      """
      (millis) => new Promise((done) => {
        let frames = 0;
        let asked = false;
        const watch = new MutationObserver(() => {
          if (asked) return;
          asked = true;
          requestAnimationFrame(() => {
            asked = false;
            frames++;
          });
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(() => {
          watch.disconnect();
          done(frames);
        }, millis);
      })""";

  /** Somebody who looks around for so many milliseconds. */
  private static final String LIVE =
      """
      (millis) => new Promise((done) => {
        const step = setInterval(() => {
          const boxes = [...document.querySelectorAll('.vt-scroll')];
          for (const box of boxes) box.scrollTop = Math.random() * (box.scrollHeight - box.clientHeight);
        }, 500);
        setTimeout(() => { clearInterval(step); done(); }, millis);
      })""";
}
