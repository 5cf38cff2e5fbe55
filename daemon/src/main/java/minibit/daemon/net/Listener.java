package minibit.daemon.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening port. Accepts a few connections a turn, so that a flood does not stop the loop. */
public final class Listener implements Loop.Ready, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int PER_TURN = 16;
  private static final int BACKLOG = 128;

  private final ServerSocketChannel channel;
  private final InetSocketAddress address;
  private final Door door;

  /** Who takes new connections. */
  @FunctionalInterface
  public interface Door {
    /** Takes a channel over, or closes it at once. On the listener's loop. */
    void enter(SocketChannel channel, InetSocketAddress remote) throws IOException;
  }

  private Listener(ServerSocketChannel channel, InetSocketAddress address, Door door) {
    this.channel = channel;
    this.address = address;
    this.door = door;
  }

  /** Binds at once; accepts on this loop. A taken port is a {@link java.net.BindException}. */
  public static Listener open(Loop loop, InetSocketAddress wanted, Door door) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.configureBlocking(false);
      channel.bind(wanted, BACKLOG);
      Listener listener =
          new Listener(channel, (InetSocketAddress) channel.getLocalAddress(), door);
      loop.execute(() -> listener.begin(loop));
      return listener;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void begin(Loop loop) {
    try {
      loop.register(channel, SelectionKey.OP_ACCEPT, this);
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void ready(SelectionKey key) {
    for (int i = 0; i < PER_TURN; i++) {
      try {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        enter(accepted);
      } catch (IOException e) {
        // Out of file descriptors, or the caller gave up: the port stays open.
        LOG.debug("accepting failed", e);
        return;
      }
    }
  }

  private void enter(SocketChannel accepted) throws IOException {
    try {
      if (accepted.getRemoteAddress() instanceof InetSocketAddress remote) {
        door.enter(accepted, remote);
      } else {
        accepted.close();
      }
    } catch (IOException | RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public void failed(Throwable fault) {
    // Only we close it: who does so before its loop has begun with it, or in its turn, means it.
    if (channel.isOpen()) {
      LOG.warn("the listening port fails", fault);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
