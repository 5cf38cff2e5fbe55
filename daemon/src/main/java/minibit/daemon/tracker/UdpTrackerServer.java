package minibit.daemon.tracker;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import minibit.core.announce.udp.HostBudget;
import minibit.daemon.net.DatagramBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datagrams for the UDP face: a socket and a thread for each core where the system spreads
 * datagrams over sockets of one port (SO_REUSEPORT), else one of each. Each thread owns its buffers
 * for good, and sleeps in the kernel while nobody asks. Safe for threads.
 */
final class UdpTrackerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpTrackerServer.class);

  /** What may wait in the kernel: a second of a busy tracker; more is lost, and asked again. */
  static final int RECEIVE_BUFFER = 4 << 20;

  private static final SecureRandom SECRET = new SecureRandom();

  /** More sockets than this only wait for the one registry. */
  private static final int MOST_SOCKETS = 8;

  /** A thread that is told to stop answers what it has in hand: far less than this. */
  private static final long STOP_MILLIS = 5_000;

  private final InetSocketAddress address;
  private final List<UdpWorker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private UdpTrackerServer(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * Starts listening.
   *
   * @param listen port 0 takes any free one
   * @throws BindException if the port is taken or the address not ours
   */
  static UdpTrackerServer open(InetSocketAddress listen, UdpFace face, InstantSource clock)
      throws IOException {
    return open(listen, face, clock, DatagramBatch.isSupported());
  }

  /** The same, by batches or one by one. */
  static UdpTrackerServer open(
      InetSocketAddress listen, UdpFace face, InstantSource clock, boolean batches)
      throws IOException {
    // Sockets that share ports would join those of another tracker: whether the port is free says
    // one that does not share.
    InetSocketAddress bound;
    boolean shares;
    try (DatagramChannel first = channel(listen)) {
      first.bind(listen);
      bound = (InetSocketAddress) first.getLocalAddress();
      shares = first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }
    InetSocketAddress address = new InetSocketAddress(listen.getAddress(), bound.getPort());
    UdpTrackerServer server = new UdpTrackerServer(address);
    UdpAskers askers = new UdpAskers(address);
    int sockets = shares ? Math.min(Runtime.getRuntime().availableProcessors(), MOST_SOCKETS) : 1;
    try {
      for (int i = 0; i < sockets; i++) {
        server.workers.add(worker(batches, address, shares, askers, face, clock));
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    server.workers.forEach(server::begin);
    return server;
  }

  private static UdpWorker worker(
      boolean batches,
      InetSocketAddress address,
      boolean shares,
      UdpAskers askers,
      UdpFace face,
      InstantSource clock)
      throws IOException {
    HostBudget budget = new HostBudget(SECRET.nextLong(), SECRET.nextLong());
    if (batches) {
      try {
        return new UdpBatchWorker(address, shares, askers, face, clock, budget);
      } catch (BindException e) {
        throw e;
      } catch (IOException e) {
        // A kernel without IPv6, or one that allows less.
        LOG.debug("no batches: {}", e.getMessage());
      }
    }
    return new UdpChannelWorker(address, shares, askers, face, clock, budget);
  }

  static DatagramChannel channel(InetSocketAddress listen) throws IOException {
    return listen.getAddress() instanceof Inet4Address && !listen.getAddress().isAnyLocalAddress()
        ? DatagramChannel.open(StandardProtocolFamily.INET)
        : DatagramChannel.open();
  }

  private void begin(UdpWorker worker) {
    threads.add(Thread.ofPlatform().daemon().name("tracker-udp").start(worker));
  }

  InetSocketAddress address() {
    return address;
  }

  /** Datagrams that the kernel dropped because they came faster than they were taken. */
  long dropped() {
    return workers.stream().mapToLong(UdpWorker::dropped).sum();
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    workers.forEach(UdpWorker::stop);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    // Whoever still runs keeps its buffers: better lost than taken from under it.
    if (threads.stream().noneMatch(Thread::isAlive)) {
      workers.forEach(UdpWorker::close);
    }
  }
}
