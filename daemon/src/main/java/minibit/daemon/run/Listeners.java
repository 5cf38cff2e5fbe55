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
import minibit.daemon.api.ApiServer;
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

  /** Ports chosen before giving up: it is rare that two daemons choose the same at once. */
  private static final int CHOICES = 20;

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
    ListenAt set = settings.get(Keys.LISTEN_MEMBER);
    MemberServer server =
        open(MEMBER, set, everywhere(), "--member", at -> MemberServer.open(at, tracker));
    kept.keep(MEMBER, server.port());
    return server;
  }

  /** Opens something at an address. */
  interface Opener<T> {
    /**
     * Opens it.
     *
     * @throws BindException if another has the address
     */
    T at(InetSocketAddress address) throws IOException;
  }

  /** A port of our own choice may be taken between the look and the opening: then another is. */
  <T> T open(String name, ListenAt set, InetAddress host, String flag, Opener<T> opener)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      InetSocketAddress at = kept.choose(name, set, host);
      try {
        return opener.at(at);
      } catch (BindException e) {
        if (attempt == CHOICES || set.isFixed()) {
          throw new PortTakenException(at, flag, e);
        }
      }
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

  /** Opens the API, the last of all: the ports are remembered then. */
  ApiServer api(Opener<ApiServer> opener) throws IOException {
    ListenAt set = settings.get(Keys.LISTEN_API);
    ApiServer server = open(API, set, InetAddress.getLoopbackAddress(), "--api", opener);
    kept.keep(API, server.address().getPort());
    kept.save();
    return server;
  }

  private static InetAddress everywhere() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
