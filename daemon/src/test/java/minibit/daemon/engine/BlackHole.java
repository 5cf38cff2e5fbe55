package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that takes every connection and never says a word. */
final class BlackHole implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> taken = new CopyOnWriteArrayList<>();

  BlackHole() throws IOException {
    Thread.ofVirtual().start(this::take);
  }

  private void take() {
    try {
      while (true) {
        taken.add(server.accept());
      }
    } catch (IOException e) {
      // The test closed it.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections taken so far. */
  int callers() {
    return taken.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : taken) {
      socket.close();
    }
  }
}
