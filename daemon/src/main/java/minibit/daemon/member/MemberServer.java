package minibit.daemon.member;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import minibit.daemon.http.HttpPort;
import minibit.daemon.tracker.TrackerRequest;
import minibit.daemon.tracker.TrackerResponse;
import minibit.daemon.tracker.TrackerRouter;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The member port: {@code POST /member} for messages between members, and a tracker's paths for
 * stock clients. Plain HTTP without token or Host check: what matters between members is sealed by
 * the group, and stock clients have neither; pages in a browser are refused. Nothing of the API is
 * reachable through it.
 */
public final class MemberServer implements AutoCloseable {
  /** Where messages between members go. */
  static final String PATH = "/member";

  /** Fifty members keep a connection or two each; the rest is for stock clients. */
  private static final int CONNECTIONS = 4_000;

  /** Longer than members keep a connection that they do not use, so that none is used in vain. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final HttpPort port;
  private final MessageHandler messages;
  private final Handler paths;

  private MemberServer(HttpPort port, MessageHandler messages, Handler paths) {
    this.port = port;
    this.messages = messages;
    this.paths = paths;
  }

  /**
   * Starts listening; messages are refused with 503 until {@link #serve}.
   *
   * @param listen port 0 takes any free one
   * @param tracker answers a tracker's paths; must not block
   * @throws java.net.BindException if the port is taken or the address not ours
   */
  public static MemberServer open(
      InetSocketAddress listen,
      Function<TrackerRequest, CompletableFuture<TrackerResponse>> tracker)
      throws IOException {
    MessageHandler messages = new MessageHandler();
    Handler paths = new Paths(messages, new TrackerRouter(tracker));
    Handler only = new Handler.Sequence(paths, new NothingElse());
    return new MemberServer(
        HttpPort.open(HttpPort.Settings.plain("member", listen, CONNECTIONS, IDLE), only),
        messages,
        paths);
  }

  /** From now on messages go to this desk: {@code GroupMember::receive}. */
  public void serve(Function<byte[], CompletableFuture<byte[]>> desk) {
    messages.serve(desk);
  }

  /** The port that it listens on. */
  public int port() {
    return port.address().getPort();
  }

  /** The address that it listens on; perhaps the wildcard. */
  public InetAddress address() {
    return port.address().getAddress();
  }

  /**
   * The same paths for another port of this daemon, which then counts as a member port too. Other
   * paths are passed over.
   */
  public Handler paths() {
    return paths;
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    port.close();
  }

  private static final class Paths extends Handler.Abstract {
    private final MessageHandler messages;
    private final TrackerRouter tracker;

    Paths(MessageHandler messages, TrackerRouter tracker) {
      this.messages = messages;
      this.tracker = tracker;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = Request.getPathInContext(request);
      if (PagesKeptOut.refuses(path, request)) {
        PagesKeptOut.refuse(response, callback);
        return true;
      }
      if (path.equals(PATH)) {
        return messages.handle(request, response, callback);
      }
      return TrackerRouter.serves(path) && tracker.handle(request, response, callback);
    }
  }

  private static final class NothingElse extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      MessageHandler.refuse(response, callback, 404, "there is no such path");
      return true;
    }
  }
}
