package minibit.daemon.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import minibit.core.id.PeerAddress;

/** Somebody in between who passes everything on and keeps a copy. */
final class WireTap implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream there = new ByteArrayOutputStream();
  private final ByteArrayOutputStream back = new ByteArrayOutputStream();
  private final int port;

  /** Stands before a port of this machine. */
  WireTap(int port) throws IOException {
    this.port = port;
    Thread.ofVirtual().start(this::serve);
  }

  /** Where it is dialled. */
  PeerAddress address() {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, door.getLocalPort());
  }

  private void serve() {
    try {
      while (true) {
        Socket from = door.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.addAll(List.of(from, to));
        Thread.ofVirtual().start(() -> pass(from, to, there));
        Thread.ofVirtual().start(() -> pass(to, from, back));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private static void pass(Socket from, Socket to, ByteArrayOutputStream copy) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        copy.write(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One end hung up, and so does the other.
    }
  }

  /** Whether these bytes went by. */
  boolean saw(byte[] bytes) {
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    return there.toString(StandardCharsets.ISO_8859_1).contains(wanted)
        || back.toString(StandardCharsets.ISO_8859_1).contains(wanted);
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
