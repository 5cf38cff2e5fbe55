package minibit.daemon.utp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import minibit.core.utp.UtpConnection;
import minibit.core.utp.UtpPacket;
import minibit.core.utp.UtpType;
import minibit.daemon.net.Loop;
import minibit.daemon.net.PeerStream;
import minibit.daemon.net.UdpSockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one reader of the peer port's UDP sockets: brings packets to their uTP connections, takes new
 * ones in, and hands on what is not uTP. All its connections live on its loop.
 *
 * <p>Bounded: connections by number, those not proven yet by {@link HalfOpen}, bytes kept by a
 * budget that all share. A stranger's packet is answered by at most one of 20 bytes.
 */
public final class UtpPort implements Loop.Ready, Loop.Chore {
  private static final Logger LOG = LoggerFactory.getLogger(UtpPort.class);

  /** Datagrams read of one socket before other things have their turn. */
  private static final int PER_TURN = 64;

  /** The largest datagram there is. */
  private static final int MAX_DATAGRAM = 65_536;

  /** Bytes that all connections may keep, both ways together, while they are few enough. */
  private static final long BUDGET = 64 << 20;

  /** More than a connection needs on any line it is meant for. */
  private static final long MOST_SHARE = 1 << 20;

  /** What the system is asked to keep of datagrams that nobody read yet. */
  private static final int SOCKET_BUFFER = 4 << 20;

  /** RESETs sent in a tick of 50 ms: noise is not worth more. */
  private static final int RESETS = 8;

  private final Loop loop;
  private final UdpSockets sockets;
  private final RandomGenerator chance;
  private final int most;
  private final Door door;
  private final BiConsumer<InetSocketAddress, byte[]> others;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
  private final Map<Name, UtpStream> streams = new HashMap<>();
  private final HalfOpen halfOpen = new HalfOpen();
  private final Set<UtpStream> touched = new LinkedHashSet<>();
  private int share = (int) MOST_SHARE;
  private int resets = RESETS;

  private record Name(InetSocketAddress remote, int id) {}

  /** Who takes new connections. */
  @FunctionalInterface
  public interface Door {
    /** Takes a stream over, or closes it at once. On the port's loop. */
    void enter(PeerStream stream, InetSocketAddress remote) throws IOException;
  }

  private UtpPort(
      Loop loop,
      UdpSockets sockets,
      int most,
      RandomGenerator chance,
      Door door,
      BiConsumer<InetSocketAddress, byte[]> others) {
    this.loop = loop;
    this.sockets = sockets;
    this.most = most;
    this.chance = chance;
    this.door = door;
    this.others = others;
  }

  /**
   * Begins to read; the sockets are not ours to close.
   *
   * @param most connections at a time, those that are closing among them
   * @param chance of numbers that strangers must not foresee; safe for threads
   * @param others takes datagrams that are not uTP; on the loop
   */
  public static UtpPort open(
      Loop loop,
      UdpSockets sockets,
      int most,
      RandomGenerator chance,
      Door door,
      BiConsumer<InetSocketAddress, byte[]> others)
      throws IOException {
    UtpPort port = new UtpPort(loop, sockets, most, chance, door, others);
    for (DatagramChannel channel : sockets.channels()) {
      channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(java.net.StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
    }
    loop.execute(port::begin);
    return port;
  }

  private void begin() {
    loop.add(this);
    for (DatagramChannel channel : sockets.channels()) {
      try {
        loop.register(channel, SelectionKey.OP_READ, this);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** The loop of all its connections. */
  public Loop loop() {
    return loop;
  }

  /** A stream that dials there when it begins, or fails then. Any thread. */
  public PeerStream dial(InetSocketAddress remote) {
    return new UtpStream(this, remote, true, System.nanoTime());
  }

  /** Microseconds of a clock that never goes back. */
  static long micros() {
    return System.nanoTime() / 1000;
  }

  /** Bytes that each connection may keep, each way. */
  int share() {
    return share;
  }

  // What comes.

  @Override
  public void ready(SelectionKey key) {
    if (key.channel() instanceof DatagramChannel channel) {
      for (int i = 0; i < PER_TURN && read(channel); i++) {}
      long now = micros();
      touched.forEach(stream -> stream.turnEnded(now));
      touched.forEach(this::settle);
      touched.clear();
    }
  }

  private boolean read(DatagramChannel channel) {
    buffer.clear();
    try {
      if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
        return false;
      }
      buffer.flip();
      if (buffer.hasRemaining() && from.getPort() > 0) {
        sort(from);
      }
      return true;
    } catch (IOException e) {
      // Somebody we wrote to is not there, or the line is down: the next one may be.
      LOG.debug("reading a datagram failed", e);
      return false;
    }
  }

  private void sort(InetSocketAddress from) {
    if (UtpPacket.isUtp(buffer.get(0))) {
      UtpPacket.parse(buffer).ifPresent(packet -> received(from, packet));
    } else {
      byte[] packet = new byte[buffer.remaining()];
      buffer.get(packet);
      others.accept(from, packet);
    }
  }

  private void received(InetSocketAddress from, UtpPacket packet) {
    boolean syn = packet.type() == UtpType.SYN;
    int id = syn ? packet.connectionId() + 1 & 0xffff : packet.connectionId();
    UtpStream stream = streams.get(new Name(from, id));
    if (stream == null && packet.type() == UtpType.RESET) {
      // A RESET may bear either id.
      stream = streams.get(new Name(from, id - 1 & 0xffff));
      stream = stream == null ? streams.get(new Name(from, id + 1 & 0xffff)) : stream;
    }
    if (stream != null) {
      stream.received(packet, micros());
      proven(stream);
      touched.add(stream);
    } else if (syn) {
      asked(from, packet);
    } else if (packet.type() != UtpType.RESET && resets > 0) {
      resets--;
      byte[] reset = UtpPacket.resetFor(packet, (int) micros()).encode();
      sockets.send(from, ByteBuffer.wrap(reset));
    }
  }

  private void asked(InetSocketAddress from, UtpPacket syn) {
    if (streams.size() >= most || !halfOpen.hasRoom(from.getAddress())) {
      return;
    }
    UtpStream stream = new UtpStream(this, from, false, System.nanoTime());
    UtpConnection accepted =
        UtpConnection.accept(syn, number(), share, (bytes, n) -> send(from, bytes, n), micros());
    stream.carry(accepted);
    streams.put(new Name(from, accepted.receiveId()), stream);
    halfOpen.add(stream);
  }

  /** Its other end got our answer: now it is worth a place among the peers. */
  private void proven(UtpStream stream) {
    UtpConnection connection = stream.connection();
    if (connection != null && connection.isConnected() && halfOpen.remove(stream)) {
      divide();
      try {
        door.enter(stream, stream.remote());
      } catch (IOException | RuntimeException e) {
        LOG.debug("a connection could not be taken in", e);
        stream.close();
      }
    }
  }

  private int number() {
    return chance.nextInt(1 << 16);
  }

  private void send(InetSocketAddress to, byte[] datagram, int length) {
    sockets.send(to, ByteBuffer.wrap(datagram, 0, length));
  }

  // What goes.

  /** Sends the SYN of a stream; false if there may be none. */
  boolean begin(UtpStream stream) {
    InetSocketAddress remote = stream.remote();
    Name name = new Name(remote, number());
    if (streams.size() >= most
        || !sockets.leadsTo(remote.getAddress())
        || streams.containsKey(name)) {
      return false;
    }
    stream.carry(
        UtpConnection.dial(
            name.id(), number(), share, (bytes, n) -> send(remote, bytes, n), micros()));
    streams.put(name, stream);
    divide();
    return true;
  }

  /** It is over, or nobody wants it. */
  void forget(UtpStream stream) {
    UtpConnection connection = stream.connection();
    if (connection != null) {
      streams.remove(new Name(stream.remote(), connection.receiveId()), stream);
    }
    halfOpen.remove(stream);
    divide();
  }

  /** Gives each connection its part of the budget, once each way. */
  private void divide() {
    long proven = Math.max(1, streams.size() - halfOpen.size());
    int part = (int) Math.clamp(BUDGET / 2 / proven, UtpConnection.LEAST_SHARE, MOST_SHARE);
    if (part != share) {
      share = part;
      for (UtpStream stream : streams.values()) {
        UtpConnection connection = stream.connection();
        if (connection != null) {
          connection.resize(part);
        }
      }
    }
  }

  private void settle(UtpStream stream) {
    UtpConnection connection = stream.connection();
    if (connection != null && connection.isOver()) {
      forget(stream);
      stream.wake();
    }
  }

  // What time brings.

  @Override
  public boolean isBusy() {
    return !streams.isEmpty();
  }

  @Override
  public void tick(long nanos) {
    resets = RESETS;
    halfOpen.tick(nanos);
    long now = micros();
    for (UtpStream stream : List.copyOf(streams.values())) {
      Optional.ofNullable(stream.connection()).ifPresent(connection -> connection.tick(now));
      settle(stream);
      stream.wake();
    }
  }

  @Override
  public void failed(Throwable fault) {
    LOG.warn("the UDP sockets of the peer port fail", fault);
  }
}
