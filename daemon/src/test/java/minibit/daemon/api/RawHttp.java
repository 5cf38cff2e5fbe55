package minibit.daemon.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP by hand: what no well-mannered client would send. */
final class RawHttp {
  private final InetSocketAddress server;

  RawHttp(InetSocketAddress server) {
    this.server = server;
  }

  /** An answer as it came. */
  record Answer(int status, String head, String body) {
    boolean has(String header) {
      return head.toLowerCase(Locale.ROOT).contains(header.toLowerCase(Locale.ROOT));
    }

    /** The value of the problem's code. */
    String code() {
      int at = body.indexOf("\"code\":\"");
      return at < 0 ? "" : body.substring(at + 8, body.indexOf('"', at + 8));
    }
  }

  /** A request with {@code Connection: close} after its head's lines. */
  Answer send(String requestLine, String headers, String body) throws IOException {
    return raw(requestLine + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n" + body);
  }

  /** Bytes as they are; waits for the other side to close. */
  Answer raw(String text) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return read(socket);
    }
  }

  Socket open() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(20_000);
    socket.connect(server);
    return socket;
  }

  static Answer read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, text, "");
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
  }
}
