package minibit.daemon.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Sockets of peers as loops want them, and the connections that begin over them. Any thread. */
public final class Sockets {
  private Sockets() {}

  /**
   * Dials; the owner hears {@code connected} or {@code closed}.
   *
   * @param encrypted whether the handshakes are to be encrypted
   * @param buffer bytes of each of the socket's buffers; 0: the system tunes them
   */
  public static void dial(
      Loop loop,
      SourceAddress source,
      InetSocketAddress remote,
      ConnectionOwner owner,
      Timeouts timeouts,
      Encrypting encrypting,
      boolean encrypted,
      int buffer)
      throws IOException {
    SocketChannel channel = open(source, remote.getAddress(), buffer);
    PeerStream stream = new TcpStream(channel, Optional.of(remote));
    dial(loop, stream, remote, owner, timeouts, encrypting, encrypted);
  }

  /** The same over a stream that dials when it begins. */
  public static void dial(
      Loop loop,
      PeerStream stream,
      InetSocketAddress remote,
      ConnectionOwner owner,
      Timeouts timeouts,
      Encrypting encrypting,
      boolean encrypted) {
    PeerConnection connection =
        new PeerConnection(loop, stream, remote, true, encrypted, owner, timeouts, encrypting);
    loop.execute(connection::begin);
  }

  /** Takes over an accepted channel. */
  public static PeerConnection accepted(
      Loop loop,
      SocketChannel channel,
      InetSocketAddress remote,
      ConnectionOwner owner,
      Timeouts timeouts,
      Encrypting encrypting,
      int buffer)
      throws IOException {
    prepare(channel, buffer);
    return accepted(
        loop, new TcpStream(channel, Optional.empty()), remote, owner, timeouts, encrypting);
  }

  /** Takes over a stream that somebody dialled. */
  public static PeerConnection accepted(
      Loop loop,
      PeerStream stream,
      InetSocketAddress remote,
      ConnectionOwner owner,
      Timeouts timeouts,
      Encrypting encrypting) {
    PeerConnection connection =
        new PeerConnection(loop, stream, remote, false, false, owner, timeouts, encrypting);
    loop.execute(connection::begin);
    return connection;
  }

  private static SocketChannel open(SourceAddress source, InetAddress remote, int buffer)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      prepare(channel, buffer);
      if (source.towards(remote).isPresent()) {
        channel.bind(source.socketTowards(remote));
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void prepare(SocketChannel channel, int buffer) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (buffer > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, buffer);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
    }
  }
}
