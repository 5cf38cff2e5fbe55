package minibit.daemon.run;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import minibit.core.id.PeerAddress;
import minibit.daemon.config.Keys;
import minibit.daemon.config.ListenAt;
import minibit.daemon.config.Settings;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.PortInUseException;
import minibit.daemon.member.MemberServer;
import minibit.daemon.member.OwnAddresses;
import minibit.daemon.tracker.TrackerRequest;
import minibit.daemon.tracker.TrackerResponse;

/** Opens a daemon's ports: those that are set, else those it had last time. One thread. */
final class Listeners {
  private static final String PEER = "peer";
  private static final String MEMBER = "member";
  private static final String RAFT = "raft";
  private static final String API = "api";

  private final Settings settings;
  private final KeptPorts kept;

  Listeners(Settings settings, KeptPorts kept) {
    this.settings = settings;
    this.kept = kept;
  }

  Engine engine(EngineSettings with) throws IOException {
    ListenAt set = settings.get(Keys.LISTEN_PEER);
    Optional<InetSocketAddress> at = set.address();
    if (at.isEmpty() || at.get().getPort() == 0) {
      InetAddress host = at.map(InetSocketAddress::getAddress).orElseGet(Listeners::everywhere);
      int port = kept.kept(PEER);
      if (port > 0 && KeptPorts.isFree(host, port)) {
        at = Optional.of(new InetSocketAddress(host, port));
      }
    }
    EngineSettings whole = at.map(with::withListen).orElse(with);
    try {
      Engine engine = Engine.open(whole);
      kept.keep(PEER, engine.listenAddress().getPort());
      return engine;
    } catch (PortInUseException e) {
      throw new PortTakenException(e.address(), "--listen", e);
    }
  }

  MemberServer members(Function<TrackerRequest, CompletableFuture<TrackerResponse>> tracker)
      throws IOException {
    InetSocketAddress at = kept.choose(MEMBER, settings.get(Keys.LISTEN_MEMBER), everywhere());
    try {
      MemberServer server = MemberServer.open(at, tracker);
      kept.keep(MEMBER, server.port());
      return server;
    } catch (BindException e) {
      throw new PortTakenException(at, "--member", e);
    }
  }

  /**
   * Where this daemon would vote: at the address that members are told first.
   *
   * @param members what the member port is bound to
   */
  PeerAddress voter(InetAddress members) throws IOException {
    InetAddress best = OwnAddresses.best(members);
    InetSocketAddress at = kept.choose(RAFT, settings.get(Keys.LISTEN_RAFT), best);
    InetAddress host = at.getAddress().isAnyLocalAddress() ? best : at.getAddress();
    if (!KeptPorts.isFree(host, at.getPort())) {
      throw new PortTakenException(at, "--set listen.raft=IP:PORT", new BindException("in use"));
    }
    kept.keep(RAFT, at.getPort());
    return PeerAddress.of(host.getAddress(), at.getPort());
  }

  InetSocketAddress api() throws IOException {
    return kept.choose(API, settings.get(Keys.LISTEN_API), InetAddress.getLoopbackAddress());
  }

  void apiOpened(InetSocketAddress at) throws IOException {
    kept.keep(API, at.getPort());
    kept.save();
  }

  private static InetAddress everywhere() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
