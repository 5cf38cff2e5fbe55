package minibit.daemon.tracker;

import java.net.InetAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP clients, each made when it is first wanted: one costs 0.15 s of CPU time, which
 * who has UDP trackers only need not pay. Any thread.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final ExecutorService threads;
  private final Optional<InetAddress> own;
  private final LateTrust trust;
  private @Nullable HttpClient free;
  private @Nullable HttpClient bound;
  private boolean closed;

  /**
   * No clients yet.
   *
   * @param own our address, for servers that it leads to
   * @param trust which servers are believed to be who they are
   */
  HttpClients(ExecutorService threads, Optional<InetAddress> own, LateTrust trust) {
    this.threads = threads;
    this.own = own;
    this.trust = trust;
  }

  /**
   * The client for a server.
   *
   * @param fromOwn whether our own address leads there
   */
  synchronized HttpClient get(boolean fromOwn) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    if (fromOwn && own.isPresent()) {
      bound = bound == null ? builder().localAddress(own.get()).build() : bound;
      return bound;
    }
    free = free == null ? builder().build() : free;
    return free;
  }

  private HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_LIMIT)
        .followRedirects(HttpClient.Redirect.NORMAL) // at most five, never from https to http
        .sslContext(trust.context())
        .executor(threads);
  }

  /** Drops what is under way; whoever comes later is refused. */
  @Override
  public synchronized void close() {
    closed = true;
    if (free != null) {
      free.shutdownNow();
    }
    if (bound != null) {
      bound.shutdownNow();
    }
  }
}
