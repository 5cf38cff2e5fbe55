package minibit.daemon.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A UDP socket that takes and sends datagrams many at a time ({@code recvmmsg}, {@code sendmmsg}):
 * one call to the kernel for a batch, no object for a datagram, the buffers its own for good. Linux
 * on 64 bits only, see {@link #isSupported}.
 *
 * <p>One thread owns it; {@link #stop} may be called by any.
 */
public final class DatagramBatch implements AutoCloseable {
  private static final int ADDRESS_BYTES = 28;
  private static final int SEEN_BYTES = 16;
  private static final int PORT_AT = 2;
  private static final int V4_AT = 4;
  private static final int V6_AT = 8;

  /**
   * How a batch is made.
   *
   * @param size datagrams in one, 1 to 1,024
   * @param inBytes of a datagram that are read; the rest is cut off
   * @param outBytes of the longest to be sent
   * @param sharesPort whether the kernel is to spread datagrams over sockets of one port
   * @param receiveBuffer bytes that may wait in the kernel, if it allows as many
   * @param waitMillis how long {@link #receive} waits; 0 is for ever
   */
  public record Settings(
      int size, int inBytes, int outBytes, boolean sharesPort, int receiveBuffer, int waitMillis) {
    /** Checks ranges: what is sent at once is one vector of the kernel's. */
    public Settings {
      if (size < 1 || size > 1_024 || inBytes < 1 || outBytes < 1 || waitMillis < 0) {
        throw new IllegalArgumentException("no batch: " + size + ", " + inBytes + ", " + outBytes);
      }
    }
  }

  private final Arena arena = Arena.ofShared();
  private final int socket;
  private final int size;
  private final MessageVector incoming;
  private final MessageVector outgoing;
  private final MemorySegment names;
  private final List<ByteBuffer> ins = new ArrayList<>();
  private final List<ByteBuffer> outs = new ArrayList<>();
  private final MemorySegment errno = arena.allocate(SocketCalls.STATE);
  private int queued;
  private boolean closed;
  private long dropped;
  private volatile boolean stopped;

  private DatagramBatch(int socket, Settings settings) {
    this.socket = socket;
    this.size = settings.size();
    this.names = arena.allocate((long) size * ADDRESS_BYTES, 8);
    MemorySegment in = arena.allocate((long) size * settings.inBytes(), 64);
    MemorySegment out = arena.allocate((long) size * settings.outBytes(), 64);
    this.incoming = new MessageVector(arena, size);
    this.outgoing = new MessageVector(arena, size);
    for (int i = 0; i < size; i++) {
      MemorySegment one = in.asSlice((long) i * settings.inBytes(), settings.inBytes());
      incoming.points(i, one, settings.inBytes());
      ins.add(one.asByteBuffer());
      outs.add(out.asSlice((long) i * settings.outBytes(), settings.outBytes()).asByteBuffer());
    }
  }

  /** Whether this system has what it takes. */
  public static boolean isSupported() {
    return SocketCalls.areThere();
  }

  /**
   * A socket at an address, to speak with whoever comes; the address of all interfaces takes IPv4
   * and IPv6.
   *
   * @throws BindException if the port is taken or the address not ours
   */
  public static DatagramBatch open(InetSocketAddress listen, Settings settings) throws IOException {
    InetAddress ip = listen.getAddress();
    boolean v4 = ip instanceof Inet4Address && !ip.isAnyLocalAddress();
    int socket = SocketCalls.datagramSocket(v4);
    DatagramBatch batch = new DatagramBatch(socket, settings);
    try {
      batch.prepare(v4, settings);
      batch.bind(listen, v4);
      return batch;
    } catch (IOException e) {
      batch.close();
      throw e;
    }
  }

  private void prepare(boolean v4, Settings settings) throws IOException {
    if (!v4) {
      set(SocketCalls.IPPROTO_IPV6, SocketCalls.IPV6_V6ONLY, 0);
    }
    if (settings.sharesPort()) {
      set(SocketCalls.SOL_SOCKET, SocketCalls.SO_REUSEPORT, 1);
    }
    set(SocketCalls.SOL_SOCKET, SocketCalls.SO_RCVBUF, settings.receiveBuffer());
    if (settings.waitMillis() > 0) {
      MemorySegment time = arena.allocate(16, 8);
      time.set(JAVA_LONG, 0, settings.waitMillis() / 1_000);
      time.set(JAVA_LONG, 8, settings.waitMillis() % 1_000 * 1_000L);
      SocketCalls.option(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_RCVTIMEO, time);
    }
  }

  private void set(int level, int name, int value) throws IOException {
    MemorySegment number = arena.allocate(JAVA_INT);
    number.set(JAVA_INT, 0, value);
    SocketCalls.option(socket, level, name, number);
  }

  private void bind(InetSocketAddress listen, boolean v4) throws IOException {
    SocketCalls.bind(socket, name(listen, v4), v4 ? SEEN_BYTES : ADDRESS_BYTES);
  }

  /** From now on speaks with this address alone. */
  public void connect(InetSocketAddress to) throws IOException {
    boolean v4 = to.getAddress() instanceof Inet4Address;
    SocketCalls.connect(socket, name(to, v4), v4 ? SEEN_BYTES : ADDRESS_BYTES);
  }

  private MemorySegment name(InetSocketAddress address, boolean v4) {
    MemorySegment name = arena.allocate(ADDRESS_BYTES, 8);
    byte[] ip = address.getAddress().getAddress();
    name.set(JAVA_SHORT, 0, (short) (v4 ? SocketCalls.AF_INET : SocketCalls.AF_INET6));
    name.set(
        JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withByteAlignment(1),
        PORT_AT,
        (short) address.getPort());
    if (!address.getAddress().isAnyLocalAddress()) {
      MemorySegment.copy(ip, 0, name, JAVA_BYTE, v4 ? V4_AT : V6_AT, ip.length);
    }
    return name;
  }

  /**
   * Waits for datagrams and takes as many as are there, up to the size of the batch.
   *
   * @return how many; 0 if none came in time, a signal came between, or it is stopped
   * @throws IOException what the network says of something that was sent; another call may go well
   */
  public int receive() throws IOException {
    for (int i = 0; i < size; i++) {
      incoming.named(i, names.address() + (long) i * ADDRESS_BYTES, ADDRESS_BYTES);
    }
    int count = SocketCalls.receive(errno, socket, incoming.segment(), size);
    if (stopped) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      ins.get(i).clear().limit(incoming.length(i));
    }
    return count;
  }

  /** Whether {@link #stop} was called. */
  public boolean isStopped() {
    return stopped;
  }

  /** What came, from position 0 to its limit. */
  public ByteBuffer in(int index) {
    return ins.get(index);
  }

  /** The port that it came from; 0 is none that can be answered. */
  public int port(int index) {
    return names.get(
            JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withByteAlignment(1),
            (long) index * ADDRESS_BYTES + PORT_AT)
        & 0xffff;
  }

  /** The address that it came from: 4 or 16 bytes, IPv4 mapped into IPv6 where both are taken. */
  public byte[] ip(int index) {
    long at = (long) index * ADDRESS_BYTES;
    boolean v4 = names.get(JAVA_SHORT.withByteAlignment(1), at) == SocketCalls.AF_INET;
    byte[] ip = new byte[v4 ? 4 : 16];
    MemorySegment.copy(names, JAVA_BYTE, at + (v4 ? V4_AT : V6_AT), ip, 0, ip.length);
    return ip;
  }

  /** Room for the next datagram to be sent, empty. */
  public ByteBuffer out() {
    return outs.get(queued).clear();
  }

  /** What was written into {@link #out} goes to where this one came from. */
  public void reply(int index) {
    int bytes = outs.get(queued).position();
    outgoing.points(queued, MemorySegment.ofBuffer(outs.get(queued).rewind()), bytes);
    outgoing.named(
        queued, names.address() + (long) index * ADDRESS_BYTES, incoming.nameLength(index));
    queued++;
  }

  /** What was written into {@link #out} goes to where this is connected. */
  public void send() {
    int bytes = outs.get(queued).position();
    outgoing.points(queued, MemorySegment.ofBuffer(outs.get(queued).rewind()), bytes);
    outgoing.named(queued, 0, 0);
    queued++;
  }

  /**
   * Sends what waits, at most a batch. What the kernel does not take is lost, as datagrams may be,
   * and so that one asker's network holds nobody up.
   *
   * @return how many were lost
   */
  public int flush() {
    int lost = 0;
    int done = 0;
    while (done < queued) {
      int sent = SocketCalls.send(errno, socket, outgoing.from(done), queued - done);
      if (sent <= 0) {
        lost++;
      }
      done += Math.max(1, sent);
    }
    queued = 0;
    return lost;
  }

  /** Datagrams that came and found no room, as far as the kernel says. Any thread. */
  public synchronized long dropped() {
    if (!closed) {
      dropped = SocketCalls.dropped(socket);
    }
    return dropped;
  }

  /** Wakes the owner, whose calls of {@link #receive} give nothing from now on. Any thread. */
  public synchronized void stop() {
    stopped = true;
    if (!closed) {
      SocketCalls.shutdown(socket);
    }
  }

  /** Closes the socket and frees the buffers; by the owner, or after it. */
  @Override
  public synchronized void close() {
    stopped = true;
    if (!closed) {
      closed = true;
      SocketCalls.close(socket);
      arena.close();
    }
  }
}
