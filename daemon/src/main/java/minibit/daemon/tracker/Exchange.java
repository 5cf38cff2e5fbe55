package minibit.daemon.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import minibit.core.announce.registry.Asker;
import minibit.core.id.PeerAddress;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request to the tracker and the way to answer it. */
record Exchange(Request request, Response response, Callback callback) {
  /** Over which connection it came; empty if the connection is already gone. */
  Optional<Asker> asker() {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    SocketAddress local = request.getConnectionMetaData().getLocalSocketAddress();
    if (remote instanceof InetSocketAddress from
        && local instanceof InetSocketAddress to
        && from.getAddress() != null
        && to.getAddress() != null) {
      return Optional.of(new Asker(address(from), address(to)));
    }
    return Optional.empty();
  }

  private static PeerAddress address(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return PeerAddress.of(host.getAddress(), Math.max(1, address.getPort()));
  }

  String query() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  void send(TrackerResponse answer) {
    send(answer.status(), answer.type(), answer.body());
  }

  private void send(int status, String type, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
