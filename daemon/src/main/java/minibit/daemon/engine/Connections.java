package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.mse.DialForms;
import minibit.core.mse.HiddenName;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.utp.DialWays;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.daemon.net.Encrypting;
import minibit.daemon.net.Loop;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.net.PeerStream;
import minibit.daemon.net.Sockets;
import minibit.daemon.net.Timeouts;
import minibit.daemon.utp.UtpPort;
import org.jspecify.annotations.Nullable;

/**
 * All connections of an engine: who may come in, which torrent a handshake means, how many dial at
 * once. Any thread.
 */
final class Connections implements Host.Network, Door {
  /**
   * Connections of one host. A household behind one address has fewer; loopback, where tests and
   * demos put everything, is not counted.
   */
  private static final int PER_HOST = 32;

  /** Dials that wait for others to be through: what 200 torrents may want. */
  private static final int MAX_WAITING = 2000;

  /** Banned hosts remembered: the oldest is forgotten. */
  private static final int MAX_BANNED = 10_000;

  private final EngineSettings settings;
  private final List<Loop> loops;
  private final Map<InfoHash, SwarmRun> runs = new ConcurrentHashMap<>();
  private final Map<HiddenName, InfoHash> hidden = new ConcurrentHashMap<>();
  private final DialForms forms;
  private final DialWays ways;
  private final Map<PeerLink, Plan> plans = new ConcurrentHashMap<>();
  private final Encrypting encrypting;
  private final Set<PeerAddress> banned =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<PeerAddress, Boolean> eldest) {
                  return size() > MAX_BANNED;
                }
              }));
  private final Map<PeerAddress, Integer> perHost = new ConcurrentHashMap<>();
  private final Queue<Dial> waiting = new ArrayDeque<>();
  private final Set<PeerLink> dialling = ConcurrentHashMap.newKeySet();
  private final Lobby lobby;
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicLong nextKey = new AtomicLong(1);
  private final AtomicInteger nextLoop = new AtomicInteger();
  private final Timeouts timeouts;
  private volatile @Nullable FoundTorrents found;
  private volatile @Nullable UtpPort utp;
  private volatile boolean stopped;

  private record Dial(SwarmRun run, PeerAddress address, Plan plan) {}

  /** Over which transport to dial, and in which form. */
  private record Plan(DialWays.Way way, DialForms.Plan form) {}

  /** Makes a connection of what came in. */
  private interface Entry {
    PeerConnection enter(PeerLink link) throws IOException;
  }

  /**
   * No connections.
   *
   * @param keys computes the keys of encrypted handshakes; may refuse
   * @param chance of encrypted handshakes; safe for threads
   */
  Connections(EngineSettings settings, List<Loop> loops, Executor keys, RandomGenerator chance) {
    this.settings = settings;
    this.loops = loops;
    this.timeouts = settings.timeouts();
    this.forms = new DialForms(settings.encryption());
    this.ways = new DialWays(settings.utp());
    this.encrypting = new Encrypting(settings.encryption(), keys, chance, this::named);
    this.lobby = new Lobby(settings.maxConnecting());
  }

  /** Who looks for torrents that do not run. */
  void findBy(FoundTorrents finder) {
    found = finder;
  }

  /** What carries connections over uTP. */
  void carryBy(UtpPort port) {
    utp = port;
  }

  /** The run that goes by this name. */
  @Nullable SwarmRun route(InfoHash name) {
    return runs.get(name);
  }

  int total() {
    return total.get();
  }

  int connecting() {
    return dialling.size() + lobby.size();
  }

  void stop() {
    stopped = true;
    synchronized (waiting) {
      waiting.clear();
    }
  }

  /** Someone dialled us over TCP. */
  void enter(SocketChannel channel, InetSocketAddress socket) throws IOException {
    int buffer = settings.socketBuffer().orElse(0);
    if (!settings.utp().speaksTcp()
        || !enter(
            socket,
            link ->
                Sockets.accepted(loop(), channel, socket, link, timeouts, encrypting, buffer))) {
      channel.close();
    }
  }

  /** Someone dialled us over uTP. On the port's loop. */
  void enter(PeerStream stream, InetSocketAddress socket) throws IOException {
    UtpPort port = utp;
    if (port == null
        || !enter(
            socket,
            link -> Sockets.accepted(port.loop(), stream, socket, link, timeouts, encrypting))) {
      stream.close();
    }
  }

  private boolean enter(InetSocketAddress socket, Entry entry) throws IOException {
    PeerAddress remote = PeerLink.addressOf(socket);
    boolean room =
        !stopped && total.get() < settings.maxConnections() && !isBanned(remote) && hasRoom(remote);
    PeerLink link = room ? begin(remote, null) : null;
    if (link == null || !lobby.enter(link)) {
      if (link != null) {
        gone(link);
      }
      return false;
    }
    try {
      link.accepted(entry.enter(link));
      return true;
    } catch (IOException e) {
      lobby.leave(link);
      gone(link);
      throw e;
    }
  }

  private PeerLink begin(PeerAddress remote, @Nullable SwarmRun run) {
    PeerLink link = new PeerLink(new PeerKey(nextKey.getAndIncrement()), remote, run, this);
    total.incrementAndGet();
    if (!remote.isLoopback()) {
      perHost.merge(remote.withPort(1), 1, Integer::sum);
    }
    return link;
  }

  private Loop loop() {
    return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
  }

  private boolean isBanned(PeerAddress address) {
    return banned.contains(address.withPort(1));
  }

  private boolean hasRoom(PeerAddress address) {
    return perHost.getOrDefault(address.withPort(1), 0) < PER_HOST;
  }

  @Override
  public List<CompletableFuture<Void>> move(SwarmRun before, SwarmRun next) {
    return dialling.stream()
        .filter(link -> link.isDialling(before, link.remote()))
        .map(link -> link.dialFor(before, next))
        .toList();
  }

  @Override
  public void dial(SwarmRun run, PeerAddress address) {
    if (dialling.stream().anyMatch(link -> link.isDialling(run, address))) {
      // It was dialled before the run began: what comes of it is told to the run.
      return;
    }
    dial(run, address, plan(address));
  }

  private void dial(SwarmRun run, PeerAddress address, Plan plan) {
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
    } else {
      dialNow(run, address, plan);
    }
  }

  private Plan plan(PeerAddress address) {
    synchronized (forms) {
      return new Plan(ways.way(address), forms.plan(address));
    }
  }

  private void dialNow(SwarmRun run, PeerAddress address, Plan plan) {
    if (stopped
        || run.isStopped()
        || isBanned(address)
        || !hasRoom(address)
        || total.get() >= settings.maxConnections()) {
      run.post(new SwarmEvent.ConnectFailed(address));
      return;
    }
    PeerLink link = begin(address, run);
    plans.put(link, plan);
    dialling.add(link);
    try {
      InetSocketAddress socket =
          new InetSocketAddress(InetAddress.getByAddress(address.ip()), address.port());
      dial(link, socket, plan);
    } catch (IOException e) {
      dialling.remove(link);
      plans.remove(link);
      gone(link);
      run.post(new SwarmEvent.ConnectFailed(address));
    }
  }

  private void dial(PeerLink link, InetSocketAddress socket, Plan plan) throws IOException {
    boolean encrypted = plan.form().encrypted();
    UtpPort port = utp;
    if (!plan.way().utp()) {
      Sockets.dial(
          loop(),
          settings.source(),
          socket,
          link,
          timeouts,
          encrypting,
          encrypted,
          settings.socketBuffer().orElse(0));
    } else if (port != null) {
      PeerStream stream = port.dial(socket);
      Sockets.dial(port.loop(), stream, socket, link, timeouts, encrypting, encrypted);
    } else {
      throw new IOException("no uTP");
    }
  }

  @Override
  public void settled(PeerLink link) {
    lobby.leave(link);
    if (dialling.remove(link)) {
      dialWaiting();
    }
  }

  @Override
  public void shook(PeerLink link) {
    Plan plan = plans.remove(link);
    if (plan != null) {
      synchronized (forms) {
        forms.worked(link.remote(), plan.form());
        ways.worked(link.remote(), plan.way());
      }
    }
  }

  @Override
  public void missed(PeerLink link, SwarmRun run, boolean reached, CloseReason reason) {
    Plan plan = plans.remove(link);
    if (plan != null && !reached && reason == CloseReason.CONNECT_FAILED) {
      unreached(link.remote(), run, plan);
    } else if (plan == null || !reached || !isHungUp(reason)) {
      run.post(new SwarmEvent.ConnectFailed(link.remote()));
    } else if (plan.form().other() && reason != CloseReason.SILENCE) {
      dial(run, link.remote(), new Plan(plan.way(), plan.form().otherForm()));
    } else {
      synchronized (forms) {
        forms.failed(link.remote(), plan.form());
      }
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
  private void unreached(PeerAddress address, SwarmRun run, Plan plan) {
    if (plan.way().other() && utp != null) {
      dial(run, address, new Plan(plan.way().otherWay(), plan(address).form()));
      return;
    }
    synchronized (forms) {
      ways.failed(address);
    }
    run.post(new SwarmEvent.ConnectFailed(address));
  }

  /** Whether this is what becomes of a dial in a form that the other end does not take. */
  private static boolean isHungUp(CloseReason reason) {
    return reason == CloseReason.REMOTE_CLOSED
        || reason == CloseReason.SILENCE
        || reason == CloseReason.BAD_ENCRYPTION
        || reason == CloseReason.NOT_A_HANDSHAKE;
  }

  @Override
  public void prefersEncrypted(PeerAddress address) {
    synchronized (forms) {
      forms.prefersEncrypted(address);
    }
  }

  /** The torrent that a stranger means by a hidden name. */
  private void named(HiddenName name, Consumer<Optional<InfoHash>> answer) {
    InfoHash known = hidden.get(name);
    FoundTorrents looking = found;
    if (known != null || looking == null || stopped) {
      answer.accept(Optional.ofNullable(known));
    } else {
      looking.identify(name, answer);
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
      dialNow(next.run(), next.address(), next.plan());
    }
  }

  @Override
  public void gone(PeerLink link) {
    total.decrementAndGet();
    if (!link.remote().isLoopback()) {
      perHost.computeIfPresent(
          link.remote().withPort(1), (_, count) -> count > 1 ? count - 1 : null);
    }
    FoundTorrents looking = found;
    if (looking != null) {
      looking.left(link);
    }
  }

  @Override
  public @Nullable SwarmRun route(Handshake theirs) {
    return runs.get(theirs.infoHash());
  }

  @Override
  public boolean seek(PeerLink link, Handshake theirs) {
    FoundTorrents looking = found;
    return looking != null && !stopped && looking.seek(theirs.infoHash(), link);
  }

  @Override
  public void ban(PeerAddress host) {
    // On loopback everybody has one address: the swarm knows its liars by their ids.
    if (!host.isLoopback()) {
      banned.add(host.withPort(1));
    }
  }

  @Override
  public void publish(SwarmRun run) {
    for (InfoHash name : run.hashes().wire()) {
      runs.put(name, run);
      if (settings.encryption().speaksEncrypted()) {
        hidden.put(HiddenName.of(name), name);
      }
    }
    FoundTorrents looking = found;
    if (looking != null) {
      looking.published(run);
    }
  }

  @Override
  public void withdraw(SwarmRun run) {
    for (InfoHash name : run.hashes().wire()) {
      if (runs.remove(name, run) && settings.encryption().speaksEncrypted()) {
        hidden.remove(HiddenName.of(name));
      }
    }
    synchronized (waiting) {
      waiting.removeIf(dial -> dial.run() == run);
    }
  }
}
