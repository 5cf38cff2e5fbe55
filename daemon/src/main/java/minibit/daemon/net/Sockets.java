package minibit.daemon.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Sockets of peers, as loops want them. Stateless. */
final class Sockets {
  private Sockets() {}

  /** One that may dial this address. */
  static SocketChannel open(SourceAddress source, InetAddress remote, int buffer)
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

  /**
   * Sets its options.
   *
   * @param buffer bytes of each buffer; 0: the system tunes them
   */
  static void prepare(SocketChannel channel, int buffer) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (buffer > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, buffer);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
    }
  }
}
