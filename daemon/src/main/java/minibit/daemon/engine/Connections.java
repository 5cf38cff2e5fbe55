package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.daemon.net.Encrypting;
import minibit.daemon.net.Loop;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.net.PeerStream;
import minibit.daemon.utp.UtpPort;
import org.jspecify.annotations.Nullable;

/**
 * All connections of an engine, those that come in and those that are dialled. Who is let in is
 * {@link Admission}'s to say, where a handshake leads {@link Routes}', when and how to dial the
 * {@link Dialler}'s. Any thread.
 */
final class Connections implements Host.Network, Door {
  private final EngineSettings settings;
  private final Admission admission;
  private final Lobby lobby;
  private final Routes routes;
  private final Transports transports;
  private final Dialler dialler;

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
    this.admission = new Admission(settings.maxConnections());
    this.lobby = new Lobby(settings.maxConnecting());
    this.routes = new Routes(settings.encryption().speaksEncrypted());
    var encrypting = new Encrypting(settings.encryption(), keys, chance, routes::named);
    this.transports = new Transports(settings, loops, encrypting);
    this.dialler = new Dialler(settings, admission, transports, this);
  }

  /** Who looks for torrents that do not run. */
  void findBy(FoundTorrents finder) {
    routes.findBy(finder);
  }

  /** What carries connections over uTP. */
  void carryBy(UtpPort port) {
    transports.carryBy(port);
  }

  /** The run that goes by this name. */
  @Nullable SwarmRun route(InfoHash name) {
    return routes.to(name);
  }

  int total() {
    return admission.total();
  }

  int connecting() {
    return dialler.size() + lobby.size();
  }

  void stop() {
    admission.end();
    routes.end();
    dialler.end();
  }

  /** Someone dialled us over TCP. */
  void enter(SocketChannel channel, InetSocketAddress socket) throws IOException {
    if (!settings.utp().speaksTcp()
        || !enter(socket, link -> transports.accepted(channel, socket, link))) {
      channel.close();
    }
  }

  /** Someone dialled us over uTP. On the port's loop. */
  void enter(PeerStream stream, InetSocketAddress socket) throws IOException {
    if (!transports.hasUtp() || !enter(socket, link -> transports.accepted(stream, socket, link))) {
      stream.close();
    }
  }

  private boolean enter(InetSocketAddress socket, Entry entry) throws IOException {
    PeerAddress remote = PeerLink.addressOf(socket);
    if (!admission.isOpenTo(remote)) {
      return false;
    }
    PeerLink link = new PeerLink(admission.begins(remote), remote, null, this);
    if (!lobby.enter(link)) {
      gone(link);
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

  // What the runs ask for.

  @Override
  public void dial(SwarmRun run, PeerAddress address) {
    dialler.dial(run, address);
  }

  @Override
  public List<CompletableFuture<Void>> move(SwarmRun before, SwarmRun next) {
    return dialler.move(before, next);
  }

  @Override
  public void prefersEncrypted(PeerAddress address) {
    dialler.prefersEncrypted(address);
  }

  @Override
  public void ban(PeerAddress host) {
    admission.ban(host);
  }

  @Override
  public void publish(SwarmRun run) {
    routes.publish(run);
  }

  @Override
  public void withdraw(SwarmRun run) {
    routes.withdraw(run);
    dialler.forget(run);
  }

  // What the links tell.

  @Override
  public @Nullable SwarmRun route(Handshake theirs) {
    return routes.to(theirs.infoHash());
  }

  @Override
  public boolean seek(PeerLink link, Handshake theirs) {
    return routes.seek(theirs.infoHash(), link);
  }

  @Override
  public void shook(PeerLink link) {
    dialler.shook(link);
  }

  @Override
  public void settled(PeerLink link) {
    lobby.leave(link);
    dialler.settled(link);
  }

  @Override
  public void missed(PeerLink link, SwarmRun run, boolean reached, CloseReason reason) {
    dialler.missed(link, run, reached, reason);
  }

  @Override
  public void gone(PeerLink link) {
    admission.gone(link.remote());
    routes.left(link);
  }
}
