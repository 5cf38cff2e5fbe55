package minibit.daemon.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that serves a share of all connections. Everything of a connection happens on its
 * loop; other threads hand tasks over by {@link #execute}. Nothing here may block.
 */
public final class Loop implements Executor, AutoCloseable {
  /** How often time-outs are looked at and throttled connections get their turn. */
  private static final long TICK_NANOS = 50_000_000;

  /** Four blocks: enough for a system call, and at home in the processor's caches. */
  private static final int SCRATCH = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Set<PeerConnection> connections = new LinkedHashSet<>();
  private final List<Chore> chores = new ArrayList<>();
  private final List<PeerConnection> unflushed = new ArrayList<>();
  private final List<PeerConnection> starved = new ArrayList<>();
  private final ReceiveBuffer receiveBuffer;
  private byte @Nullable [] scratch;
  private volatile boolean closing;

  /** A loop that reads into buffers of this pool; runs at once. */
  public Loop(String name, BufferPool receivePool) throws IOException {
    this.selector = Selector.open();
    this.receiveBuffer = new ReceiveBuffer(receivePool, () -> execute(this::feed));
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    thread.start();
  }

  /** What a key's channel is ready for is handled by its attachment. */
  public interface Ready {
    /** Its channel can be read or written, or accepts. */
    void ready(SelectionKey key) throws IOException;

    /** Its channel is broken, or handling it failed. */
    void failed(Throwable fault);
  }

  /** What looks at the time beside connections. On the loop. */
  public interface Chore {
    /** Whether time matters to it now; else the loop may sleep until somebody comes. */
    boolean isBusy();

    /** Time passed: 50 ms or more. */
    void tick(long nanos);
  }

  /** From now on this is told of the time. On the loop. */
  public void add(Chore chore) {
    chores.add(chore);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /** Whether the caller runs on this loop. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Room to encrypt and decrypt in, used by one call at a time: made for the first who needs it.
   */
  byte[] scratch() {
    byte[] made = scratch;
    if (made == null) {
      made = new byte[SCRATCH];
      scratch = made;
    }
    return made;
  }

  ReceiveBuffer receiveBuffer() {
    return receiveBuffer;
  }

  /** Tells the handler what the channel is ready for. On the loop. */
  public SelectionKey register(SelectableChannel channel, int operations, Ready handler)
      throws IOException {
    return channel.register(selector, operations, handler);
  }

  void add(PeerConnection connection) {
    connections.add(connection);
  }

  void remove(PeerConnection connection) {
    connections.remove(connection);
  }

  /** The connection has bytes to send: once at the end of this turn. */
  void flushLater(PeerConnection connection) {
    unflushed.add(connection);
  }

  /** The connection found no receive buffer: it reads on when there is one. */
  void starve(PeerConnection connection) {
    starved.add(connection);
  }

  private void feed() {
    receiveBuffer.woken();
    List<PeerConnection> hungry = new ArrayList<>(starved);
    starved.clear();
    hungry.forEach(PeerConnection::readOn);
  }

  private void run() {
    long nextTick = System.nanoTime() + TICK_NANOS;
    while (!closing) {
      try {
        long wait = nextTick - System.nanoTime();
        if (tasks.isEmpty() && connections.isEmpty() && isIdle()) {
          // Time means nothing to a loop without connections: it sleeps until somebody comes.
          selector.select();
        } else if (tasks.isEmpty() && wait > 0) {
          selector.select(Math.max(1, wait / 1_000_000));
        } else {
          selector.selectNow();
        }
      } catch (IOException e) {
        LOG.error("the selector fails; its connections stop", e);
        break;
      }
      awake.set(false);
      serveReady();
      runTasks();
      long now = System.nanoTime();
      if (now - nextTick >= 0) {
        tick(now);
        nextTick = now + TICK_NANOS;
      }
      flush();
    }
    runTasks();
    flush();
    for (PeerConnection connection : List.copyOf(connections)) {
      connection.close(minibit.core.wire.CloseReason.SHUTDOWN);
    }
    runTasks();
    receiveBuffer.close();
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      LOG.debug("closing a selector", e);
    }
  }

  private void serveReady() {
    for (SelectionKey key : selector.selectedKeys()) {
      Ready handler = (Ready) key.attachment();
      try {
        if (key.isValid()) {
          handler.ready(key);
        }
      } catch (IOException | CancelledKeyException e) {
        handler.failed(e);
      } catch (RuntimeException | Error e) {
        LOG.error("a connection's handling failed", e);
        handler.failed(e);
      }
    }
    selector.selectedKeys().clear();
  }

  private void runTasks() {
    // Tasks that tasks bring wait for the next turn, so that sockets are not starved.
    int most = tasks.size();
    for (int i = 0; i < most; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a task of the loop failed", e);
      }
    }
  }

  private boolean isIdle() {
    for (Chore chore : chores) {
      if (chore.isBusy()) {
        return false;
      }
    }
    return true;
  }

  private void tick(long now) {
    for (Chore chore : chores) {
      try {
        chore.tick(now);
      } catch (RuntimeException | Error e) {
        LOG.error("a chore of the loop failed", e);
      }
    }
    for (PeerConnection connection : List.copyOf(connections)) {
      try {
        connection.tick(now);
      } catch (RuntimeException | Error e) {
        LOG.error("a connection's handling failed", e);
        connection.failed(e);
      }
    }
  }

  private void flush() {
    for (int i = 0; i < unflushed.size(); i++) {
      PeerConnection connection = unflushed.get(i);
      try {
        connection.flush();
      } catch (RuntimeException | Error e) {
        LOG.error("a connection's handling failed", e);
        connection.failed(e);
      }
    }
    unflushed.clear();
  }

  /** Ends the thread; connections that are still open close. Waits for at most a second. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
