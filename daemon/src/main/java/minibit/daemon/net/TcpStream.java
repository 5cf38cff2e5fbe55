package minibit.daemon.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection's bytes over TCP. On the connection's loop. */
final class TcpStream implements PeerStream, Loop.Ready {
  private final SocketChannel channel;
  private final Optional<InetSocketAddress> dials;
  private @Nullable SelectionKey key;
  private @Nullable Taker taker;

  /** A stream over this channel, which is connected unless it is to be dialled. */
  TcpStream(SocketChannel channel, Optional<InetSocketAddress> dials) {
    this.channel = channel;
    this.dials = dials;
  }

  @Override
  public boolean begin(Loop loop, Taker told) throws IOException {
    taker = told;
    boolean out = dials.isPresent();
    key = loop.register(channel, out ? SelectionKey.OP_CONNECT : SelectionKey.OP_READ, this);
    return out && channel.connect(dials.get());
  }

  @Override
  public void ready(SelectionKey ready) throws IOException {
    Taker told = taker;
    if (told != null) {
      int operations = ready.readyOps();
      told.ready(
          (operations & SelectionKey.OP_READ) != 0, (operations & SelectionKey.OP_WRITE) != 0);
    }
  }

  @Override
  public void failed(Throwable fault) {
    Taker told = taker;
    if (told != null) {
      told.failed(fault);
    }
  }

  @Override
  public boolean finishConnect() throws IOException {
    return channel.finishConnect();
  }

  @Override
  public void interest(boolean read, boolean write) {
    SelectionKey registered = key;
    int operations = (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
    if (registered != null && registered.interestOps() != operations) {
      registered.interestOps(operations);
    }
  }

  @Override
  public boolean isUtp() {
    return false;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return channel.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return channel.write(sources);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return channel.write(sources, offset, length);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
