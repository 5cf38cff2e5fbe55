package minibit.daemon.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.mse.HiddenName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Torrents that start when a peer dials in for them, and end when they have had none for a while.
 * The peer's connection waits meanwhile. Any thread; nothing here waits but the finder's calls, on
 * threads that may.
 */
final class FoundTorrents {
  private static final Logger LOG = LoggerFactory.getLogger(FoundTorrents.class);

  /** Found torrents at one time: each had a peer not long ago, and an engine has 500 of those. */
  private static final int MAX_RUNNING = 512;

  /** Names remembered as not found: a stranger may make up any number. */
  private static final int MAX_REFUSED = 1000;

  /** Looking for idle torrents more often than this is of no use to anybody. */
  private static final Duration SLOWEST_LOOK = Duration.ofSeconds(5);

  private static final int LOOKS = 4;

  /** What the engine does for found torrents. */
  interface Starter {
    /** The run that goes by this name now. */
    @Nullable SwarmRun route(InfoHash name);

    /** Starts a torrent; {@link TorrentException} if the engine has it already. */
    ManagedTorrent start(TorrentSpec spec);
  }

  private final FinderSettings settings;
  private final Starter starter;
  private final Executor threads;
  private final Semaphore asking;
  private final Semaphore identifying;

  /** A name is here while somebody is at it, though all who asked for it may have gone. */
  private final Map<InfoHash, List<PeerLink>> waiting = new HashMap<>();

  private final Map<ManagedTorrent, Long> idleSince = new LinkedHashMap<>();
  private final Map<InfoHash, Long> refused =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InfoHash, Long> eldest) {
          return size() > MAX_REFUSED;
        }
      };
  private int waitingLinks;

  /**
   * Nothing found yet.
   *
   * @param threads may wait
   * @param timer looks for idle torrents
   */
  FoundTorrents(
      FinderSettings settings, Starter starter, Executor threads, ScheduledExecutorService timer) {
    this.settings = settings;
    this.starter = starter;
    this.threads = threads;
    this.asking = new Semaphore(settings.asking());
    this.identifying = new Semaphore(settings.waiting());
    if (!settings.isNone()) {
      long pause = Math.min(settings.idle().toNanos() / LOOKS, SLOWEST_LOOK.toNanos()) + 1;
      var unused = timer.scheduleWithFixedDelay(this::dropIdle, pause, pause, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Lets a link wait for the torrent it wants.
   *
   * @return false if it cannot be: nothing is looked for, too many wait, or it was not found before
   */
  boolean seek(InfoHash name, PeerLink link) {
    boolean first;
    synchronized (this) {
      first = !waiting.containsKey(name);
      boolean full =
          waitingLinks >= settings.waiting() || first && waiting.size() >= settings.waiting();
      if (settings.isNone() || full || isRefused(name)) {
        return false;
      }
      waiting.computeIfAbsent(name, _ -> new ArrayList<>()).add(link);
      waitingLinks++;
    }
    if (first) {
      threads.execute(() -> find(name));
    }
    return true;
  }

  /**
   * Looks which torrent that does not run goes by a hidden name.
   *
   * @param answer is told once: nothing if there is none, or too many ask
   */
  void identify(HiddenName name, Consumer<Optional<InfoHash>> answer) {
    if (settings.isNone() || !identifying.tryAcquire()) {
      answer.accept(Optional.empty());
      return;
    }
    threads.execute(
        () -> {
          Optional<InfoHash> known = Optional.empty();
          try {
            known = settings.finder().named(name);
          } catch (RuntimeException e) {
            LOG.warn("looking for a hidden name failed", e);
          } finally {
            identifying.release();
            answer.accept(known);
          }
        });
  }

  private boolean isRefused(InfoHash name) {
    Long since = refused.get(name);
    return since != null && System.nanoTime() - since < settings.refused().toNanos();
  }

  /** A run can be entered: who waits for it does. */
  void published(SwarmRun run) {
    for (InfoHash name : run.hashes().wire()) {
      take(name).forEach(link -> link.executeOnLoop(() -> link.found(run)));
    }
  }

  private synchronized List<PeerLink> take(InfoHash name) {
    List<PeerLink> links = Optional.ofNullable(waiting.remove(name)).orElse(List.of());
    waitingLinks -= links.size();
    return links;
  }

  /** A link is gone: it waits no more, if it did. */
  synchronized void left(PeerLink link) {
    if (waitingLinks == 0) {
      return;
    }
    for (List<PeerLink> links : waiting.values()) {
      if (links.remove(link)) {
        waitingLinks--;
        return;
      }
    }
  }

  private void find(InfoHash name) {
    try {
      asking.acquire();
      try {
        settings
            .finder()
            .find(name)
            .filter(spec -> spec.hashes().answersTo(name))
            .ifPresentOrElse(spec -> start(name, spec), () -> enterOrRefuse(name));
      } finally {
        asking.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(name);
    } catch (RuntimeException e) {
      LOG.warn("looking for {} failed", name, e);
      refuse(name);
    }
  }

  private void start(InfoHash name, TorrentSpec spec) {
    if (!makeRoom()) {
      refuse(name);
      return;
    }
    try {
      ManagedTorrent torrent = starter.start(spec);
      synchronized (this) {
        if (!torrent.isRemoved()) {
          idleSince.put(torrent, System.nanoTime());
        }
      }
    } catch (TorrentException e) {
      enterOrRefuse(name);
    }
  }

  /** Somebody else may have added it meanwhile; it may be running, or paused. */
  private void enterOrRefuse(InfoHash name) {
    SwarmRun run = starter.route(name);
    if (run == null) {
      refuse(name);
    } else {
      published(run);
    }
  }

  /** Nobody is let in by this name now, and for a while. */
  private void refuse(InfoHash name) {
    synchronized (this) {
      refused.remove(name);
      refused.put(name, System.nanoTime());
    }
    turnAway(name);
  }

  private void turnAway(InfoHash name) {
    take(name).forEach(link -> link.executeOnLoop(link::notFound));
  }

  /** A torrent is removed: who waited for it waits no more, and its names may be found anew. */
  void removed(Torrent torrent) {
    torrent.hashes().wire().forEach(this::turnAway);
  }

  /**
   * It could not be opened, or what it serves was changed: it is dropped, and may be found anew.
   */
  void failed(ManagedTorrent torrent) {
    forget(torrent);
    var unused = torrent.remove();
    torrent.hashes().wire().forEach(this::refuse);
  }

  private boolean makeRoom() {
    Optional<ManagedTorrent> unused;
    synchronized (this) {
      if (idleSince.size() < MAX_RUNNING) {
        return true;
      }
      unused = idleSince.keySet().stream().filter(torrent -> !isWanted(torrent)).findFirst();
      unused.ifPresent(idleSince::remove);
    }
    unused.ifPresent(ManagedTorrent::remove);
    return unused.isPresent();
  }

  /** Whether it has a peer, or one waits for it to be opened. */
  private boolean isWanted(ManagedTorrent torrent) {
    return torrent.connections() > 0
        || torrent.hashes().wire().stream()
            .anyMatch(name -> !waiting.getOrDefault(name, List.of()).isEmpty());
  }

  /** Whether it was found and not added; from now on it counts as added, or is gone. */
  synchronized boolean forget(Torrent torrent) {
    return idleSince.remove(torrent) != null;
  }

  private void dropIdle() {
    long now = System.nanoTime();
    List<ManagedTorrent> idle = new ArrayList<>();
    synchronized (this) {
      idleSince.replaceAll((torrent, since) -> isWanted(torrent) ? now : since);
      idleSince.forEach(
          (torrent, since) -> {
            if (now - since > settings.idle().toNanos()) {
              idle.add(torrent);
            }
          });
      idle.forEach(idleSince::remove);
    }
    for (ManagedTorrent torrent : idle) {
      var unused = torrent.remove();
    }
  }
}
