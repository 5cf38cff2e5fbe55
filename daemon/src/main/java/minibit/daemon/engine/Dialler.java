package minibit.daemon.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.id.PeerAddress;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;

/**
 * Dials for runs, a few addresses at once, and another time in another form or over another
 * transport where that may lead further. Of every dial a run hears: it is connected, or it failed.
 * Any thread.
 */
final class Dialler {
  /** Dials that wait for others to be through: what 200 torrents may want. */
  private static final int MAX_WAITING = 2000;

  private final EngineSettings settings;
  private final Admission admission;
  private final Transports transports;
  private final Door door;
  private final DialPlans plans;
  private final Queue<Dial> waiting = new ArrayDeque<>();
  private final Set<PeerLink> dialling = ConcurrentHashMap.newKeySet();

  /** How those were dialled that have not shaken hands. */
  private final Map<PeerLink, DialPlans.Plan> tried = new ConcurrentHashMap<>();

  private record Dial(SwarmRun run, PeerAddress address, DialPlans.Plan plan) {}

  /**
   * Dials nobody.
   *
   * @param door where the links of those dialled belong
   */
  Dialler(EngineSettings settings, Admission admission, Transports transports, Door door) {
    this.settings = settings;
    this.admission = admission;
    this.transports = transports;
    this.door = door;
    this.plans = new DialPlans(settings.encryption(), settings.utp());
  }

  /** Dials that are under way. */
  int size() {
    return dialling.size();
  }

  /** Dials for a run, at once or when others are through. */
  void dial(SwarmRun run, PeerAddress address) {
    if (dialling.stream().anyMatch(link -> link.isDialling(run, address))) {
      // It was dialled before the run began: what comes of it is told to the run.
      return;
    }
    dial(run, address, plans.of(address));
  }

  private void dial(SwarmRun run, PeerAddress address, DialPlans.Plan plan) {
    boolean full = false;
    synchronized (waiting) {
      if (dialling.size() >= settings.maxConnecting()) {
        if (waiting.size() < MAX_WAITING) {
          waiting.add(new Dial(run, address, plan));
          return;
        }
        full = true;
      }
    }
    if (full) {
      run.post(new SwarmEvent.ConnectFailed(address));
    } else if (!dialNow(run, address, plan)) {
      // Somebody may have begun to wait for its place meanwhile.
      dialWaiting();
    }
  }

  /** Whether it is under way now; the run hears if it is not. */
  private boolean dialNow(SwarmRun run, PeerAddress address, DialPlans.Plan plan) {
    if (run.isStopped() || !admission.isOpenTo(address)) {
      run.post(new SwarmEvent.ConnectFailed(address));
      return false;
    }
    PeerLink link = new PeerLink(admission.begins(address), address, run, door);
    tried.put(link, plan);
    dialling.add(link);
    try {
      transports.dial(link, plan);
      return true;
    } catch (IOException e) {
      dialling.remove(link);
      tried.remove(link);
      door.gone(link);
      run.post(new SwarmEvent.ConnectFailed(address));
      return false;
    }
  }

  /** Dials those who wait until enough are under way: of some nothing comes at once. */
  private void dialWaiting() {
    while (true) {
      Dial next;
      synchronized (waiting) {
        next = dialling.size() < settings.maxConnecting() ? waiting.poll() : null;
      }
      if (next == null) {
        return;
      }
      boolean unused = dialNow(next.run(), next.address(), next.plan());
    }
  }

  /** What is being dialled for one run counts for another of the same torrent, once done. */
  List<CompletableFuture<Void>> move(SwarmRun before, SwarmRun next) {
    return dialling.stream()
        .filter(link -> link.isDialling(before, link.remote()))
        .map(link -> link.dialFor(before, next))
        .toList();
  }

  /** Somebody says that this address had rather be dialled encrypted. */
  void prefersEncrypted(PeerAddress address) {
    plans.prefersEncrypted(address);
  }

  /** Dials no more of those that wait for this run. */
  void forget(SwarmRun run) {
    synchronized (waiting) {
      waiting.removeIf(dial -> dial.run() == run);
    }
  }

  /** Dials no more of those that wait. */
  void end() {
    synchronized (waiting) {
      waiting.clear();
    }
  }

  /** Both handshakes of a link are through, or the attempt is over. */
  void settled(PeerLink link) {
    if (dialling.remove(link)) {
      dialWaiting();
    }
  }

  /** Both handshakes came. */
  void shook(PeerLink link) {
    DialPlans.Plan plan = tried.remove(link);
    if (plan != null) {
      plans.worked(link.remote(), plan);
    }
  }

  /** A dialled connection ended before both handshakes were through; see {@link Door#missed}. */
  void missed(PeerLink link, SwarmRun run, boolean reached, CloseReason reason) {
    DialPlans.Plan plan = tried.remove(link);
    if (plan != null && !reached && reason == CloseReason.CONNECT_FAILED) {
      unreached(link.remote(), run, plan);
    } else if (plan == null || !reached || !isHungUp(reason)) {
      run.post(new SwarmEvent.ConnectFailed(link.remote()));
    } else if (plan.form().other() && reason != CloseReason.SILENCE) {
      dial(run, link.remote(), plan.otherForm());
    } else {
      plans.formFailed(link.remote(), plan);
      if (!settings.encryption().speaksPlain()) {
        run.refusers().refused(link.remote());
      }
      if (reason == CloseReason.SILENCE) {
        run.post(new SwarmEvent.ConnectFailed(link.remote()));
      } else {
        // Clients that forbid TCP take it all the same, and hang up.
        unreached(link.remote(), run, plan);
      }
    }
  }

  /** It led nowhere: perhaps the other transport leads further. */
  private void unreached(PeerAddress address, SwarmRun run, DialPlans.Plan plan) {
    if (plan.way().other() && transports.hasUtp()) {
      dial(run, address, plan.otherWay(plans.of(address)));
      return;
    }
    plans.wayFailed(address);
    run.post(new SwarmEvent.ConnectFailed(address));
  }

  /** Whether this is what becomes of a dial in a form that the other end does not take. */
  private static boolean isHungUp(CloseReason reason) {
    return reason == CloseReason.REMOTE_CLOSED
        || reason == CloseReason.SILENCE
        || reason == CloseReason.BAD_ENCRYPTION
        || reason == CloseReason.NOT_A_HANDSHAKE;
  }
}
