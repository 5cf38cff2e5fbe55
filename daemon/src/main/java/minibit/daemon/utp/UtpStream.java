package minibit.daemon.utp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import minibit.core.utp.UtpConnection;
import minibit.core.utp.UtpPacket;
import minibit.daemon.net.Loop;
import minibit.daemon.net.PeerStream;
import org.jspecify.annotations.Nullable;

/** A connection's bytes over uTP. On the port's loop, but for making one. */
final class UtpStream implements PeerStream {
  private final UtpPort port;
  private final InetSocketAddress remote;
  private final boolean dials;
  private final long begun;
  private @Nullable UtpConnection connection;
  private @Nullable Taker taker;
  private boolean awaitsAnswer;
  private boolean wantsRead;
  private boolean wantsWrite;
  private boolean queued;
  private boolean closed;

  UtpStream(UtpPort port, InetSocketAddress remote, boolean dials, long nanos) {
    this.port = port;
    this.remote = remote;
    this.dials = dials;
    this.begun = nanos;
  }

  InetSocketAddress remote() {
    return remote;
  }

  long begun() {
    return begun;
  }

  /** What it carries, once that has begun. */
  void carry(UtpConnection begins) {
    connection = begins;
  }

  @Nullable UtpConnection connection() {
    return connection;
  }

  @Override
  public boolean begin(Loop loop, Taker told) throws IOException {
    taker = told;
    wantsRead = !dials;
    if (dials) {
      awaitsAnswer = true;
      if (!port.begin(this)) {
        throw new ConnectException("no uTP to there");
      }
    }
    wake();
    return false;
  }

  @Override
  public boolean finishConnect() throws IOException {
    UtpConnection now = connection;
    if (now == null || now.isOver()) {
      throw new ConnectException("nobody answered");
    }
    awaitsAnswer = !now.isConnected();
    return now.isConnected();
  }

  @Override
  public void interest(boolean read, boolean write) {
    wantsRead = read;
    wantsWrite = write;
    wake();
  }

  @Override
  public boolean isUtp() {
    return true;
  }

  /** Tells the taker in the loop's next turn, if there is something to tell. */
  void wake() {
    if (!queued && !closed && isReady()) {
      queued = true;
      port.loop().execute(this::serve);
    }
  }

  private boolean isReady() {
    UtpConnection now = connection;
    if (taker == null || now == null) {
      return false;
    }
    if (awaitsAnswer) {
      return now.isConnected() || now.isOver();
    }
    return wantsRead && now.isReadable() || wantsWrite && canWrite(now);
  }

  /** Whether writing is worth a turn: a packet at a time would cost more than it brings. */
  private boolean canWrite(UtpConnection now) {
    return now.isOver() || now.room() >= port.share() / 8;
  }

  private void serve() {
    queued = false;
    UtpConnection now = connection;
    Taker told = taker;
    if (closed || now == null || told == null || !isReady()) {
      return;
    }
    try {
      told.ready(wantsRead && now.isReadable(), wantsWrite && canWrite(now));
    } catch (IOException | RuntimeException e) {
      told.failed(e);
    }
    wake();
  }

  /** A packet for it came. */
  void received(UtpPacket packet, long micros) {
    UtpConnection now = connection;
    if (now != null) {
      now.received(packet, micros);
    }
  }

  /** A turn of the port is over: what came is acknowledged. */
  void turnEnded(long micros) {
    UtpConnection now = connection;
    if (now != null) {
      now.flush(micros);
    }
    wake();
  }

  @Override
  public int read(ByteBuffer into) {
    UtpConnection now = connection;
    return now == null ? 0 : now.read(into, UtpPort.micros());
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) write(new ByteBuffer[] {source}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return write(sources, 0, sources.length);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    UtpConnection now = connection;
    if (now == null || now.isOver() || closed) {
      throw new IOException("the uTP connection is over");
    }
    long micros = UtpPort.micros();
    long taken = 0;
    for (int i = offset; i < offset + length; i++) {
      taken += now.write(sources[i], micros);
      if (sources[i].hasRemaining()) {
        break;
      }
    }
    now.flush(micros);
    return taken;
  }

  /** Nobody will take it: it goes without a word. */
  void abandon() {
    closed = true;
    port.forget(this);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** What was written still goes out, for some seconds. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      UtpConnection now = connection;
      if (now == null) {
        return;
      }
      now.close(UtpPort.micros());
      if (now.isOver()) {
        port.forget(this);
      }
    }
  }
}
