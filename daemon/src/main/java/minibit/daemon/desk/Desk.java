package minibit.daemon.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.SavedSearch;
import minibit.daemon.api.model.SavedSearches;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.Timeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a daemon keeps for those who look at it: figures, plans, and times in office. It looks
 * around at intervals on a thread of its own. Any thread.
 */
public final class Desk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /** Closing waits this long for a look that goes on: most take microseconds. */
  private static final Duration LAST_LOOK = Duration.ofMillis(500);

  private final Ledger ledger;
  private final TrafficBook traffic;
  private final SpeedPlan plan;
  private final EpochBook epochs;
  private final SearchBook searches;
  private final ExecutorService lookForHits =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(1),
          Thread.ofPlatform().daemon().name("minibit-alerts").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("minibit-desk").factory());

  /**
   * What the desk looks at.
   *
   * @param traffic bytes moved since the daemon started
   * @param usualLimits the usual bounds of speed
   * @param keepLimits keeps other usual bounds
   * @param applyLimits puts bounds in force
   * @param group the group now; may ask others
   * @param groupMark asks nobody, and is equal as long as nobody else takes office
   * @param catalogue answers questions; may wait
   * @param hits hears of new matches of saved searches
   */
  public record Sources(
      Supplier<Traffic> traffic,
      Supplier<Limits> usualLimits,
      Consumer<Limits> keepLimits,
      Consumer<Limits> applyLimits,
      Supplier<GroupView> group,
      Supplier<Object> groupMark,
      Function<SearchRequest, SearchAnswer> catalogue,
      BiConsumer<SavedSearch, List<FileResult>> hits) {}

  private Desk(Ledger ledger, Sources sources) {
    this.ledger = ledger;
    this.traffic = new TrafficBook(ledger, sources.traffic(), InstantSource.system());
    this.plan =
        new SpeedPlan(
            ledger,
            sources.usualLimits(),
            sources.keepLimits(),
            sources.applyLimits(),
            Clock.systemDefaultZone());
    this.epochs = new EpochBook(ledger, InstantSource.system());
    this.searches =
        new SearchBook(
            ledger,
            sources.catalogue(),
            sources.hits()::accept,
            InstantSource.system(),
            new SecureRandom());
    every(TrafficBook.LOOK, traffic::look);
    every(SpeedPlan.LOOK, plan::look);
    every(EpochBook.LOOK, () -> epochs.look(sources.groupMark().get(), sources.group()));
    // The catalogue may let one wait: figures shall not.
    every(SearchBook.LOOK, () -> lookForHits.execute(guarded(searches::look)));
  }

  /**
   * Opens what was kept in a file, and begins to look.
   *
   * @throws IOException if the file can be neither read nor begun anew
   */
  public static Desk open(Path file, Sources sources) throws IOException {
    return new Desk(Ledger.open(file), sources);
  }

  private void every(Duration time, Runnable task) {
    var unused =
        timer.scheduleWithFixedDelay(guarded(task), 0, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A look that fails is one line for whoever sits at the terminal; its stack is for debugging. */
  private static Runnable guarded(Runnable look) {
    return () -> {
      try {
        look.run();
      } catch (RuntimeException e) {
        LOG.warn("looking around failed, and is tried again: {}", e.toString());
        LOG.debug("what failed", e);
      }
    };
  }

  /** How much went each way, and how fast. */
  public Statistics statistics(StatisticsRange range) {
    return traffic.figures(range);
  }

  /** The bounds of all transfers together. */
  public SpeedLimits limits() {
    return plan.limits();
  }

  /** Other bounds of all transfers together. */
  public SpeedLimits limit(LimitPlan wanted) {
    return plan.change(wanted);
  }

  /** The questions that are kept. */
  public SavedSearches searches() {
    return searches.list();
  }

  /** Keeps a question. */
  public SavedSearch save(SearchToSave search) {
    return searches.save(search);
  }

  /** Keeps a question no longer. */
  public void removeSearch(String id) {
    searches.remove(id);
  }

  /** The epochs seen so far. */
  public Timeline timeline() {
    return epochs.timeline();
  }

  /**
   * Looks a last time, and writes down what is not yet. Nothing is looked at any more when this
   * returns, unless what is looked at keeps it waiting.
   */
  @Override
  public void close() {
    // Nothing is interrupted that will be done in a moment: it would fail, and say so.
    timer.shutdown();
    lookForHits.shutdownNow();
    await(timer);
    await(lookForHits);
    traffic.look();
    epochs.close();
    ledger.close();
  }

  private static void await(ExecutorService looks) {
    try {
      if (!looks.awaitTermination(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("a look goes on after the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
