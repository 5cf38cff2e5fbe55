package minibit.daemon.webseed;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebAnswer;
import minibit.core.webseed.WebFault;
import minibit.core.webseed.WebPart;
import minibit.daemon.tracker.LateTrust;
import org.jspecify.annotations.Nullable;

/**
 * Asks web servers for parts of files: with HTTP/1.1, following up to {@link #MAX_REDIRECTS}
 * redirects, and none from https to http. The client behind it is made when the first server is
 * asked. Any thread.
 */
public final class WebSeedClient implements AutoCloseable {
  /** Requests at one time of all torrents. */
  public static final int MAX_REQUESTS = 16;

  /** Places that a file may have moved to in turn. */
  static final int MAX_REDIRECTS = 5;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /** How long a server may think before it begins to answer. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final WebSeedSettings settings;
  private final Semaphore room = new Semaphore(MAX_REQUESTS);
  private @Nullable ExecutorService threads;
  private @Nullable HttpClient client;
  private boolean closed;

  /** No client yet. */
  public WebSeedClient(WebSeedSettings settings) {
    this.settings = settings;
  }

  /** Whether servers that a torrent names may be asked. */
  public boolean isEnabled() {
    return settings.enabled();
  }

  /** Takes room for a request, if there is some; to be given back by {@link #leave}. */
  public boolean enter() {
    return room.tryAcquire();
  }

  /** Gives room back. */
  public void leave() {
    room.release();
  }

  /**
   * Asks for a part, and waits for the beginning of the answer.
   *
   * @param fileLength bytes of the whole file
   * @param trusted whether the user named the server
   * @param cancellable hears of what ends the waiting when it is cancelled
   * @return the body, to be closed
   * @throws IOException if nothing comes of it; {@link #end} says what that means
   */
  FileBody open(
      URI address,
      WebPart part,
      long fileLength,
      boolean trusted,
      Consumer<CompletableFuture<?>> cancellable)
      throws IOException {
    URI at = address;
    WebSeedReach from = WebSeedReach.LOCAL;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      from = admit(at, trusted, from);
      HttpResponse<InputStream> answer = send(at, part, cancellable);
      WebAnswer judged =
          WebAnswer.of(
              answer.statusCode(),
              name -> answer.headers().firstValue(name),
              part,
              fileLength,
              Clock.systemUTC().instant());
      switch (judged) {
        case WebAnswer.Body(long before, long length) -> {
          long begin = part.from() - before;
          return new FileBody(part.file(), answer.body(), begin, begin + length);
        }
        case WebAnswer.Redirect(String location) -> {
          answer.body().close();
          at = redirected(at, location);
        }
        case WebAnswer.Refused(FetchEnd end) -> {
          answer.body().close();
          throw new WebSeedException(end);
        }
      }
    }
    throw never(WebFault.REDIRECT);
  }

  /** What a fault means for the server it came from. */
  static FetchEnd end(IOException fault) {
    return fault instanceof WebSeedException known
        ? known.end()
        : new FetchEnd.Later(WebFault.BROKEN);
  }

  /** Says how near the server is, and refuses what a stranger may not lead us to. */
  private WebSeedReach admit(URI at, boolean trusted, WebSeedReach from) throws IOException {
    WebSeedReach reach;
    try {
      String host = at.getHost();
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      reach = WebSeedReach.of(InetAddress.getAllByName(bare));
    } catch (UnknownHostException e) {
      throw new WebSeedException(new FetchEnd.Later(WebFault.BROKEN));
    }
    boolean inward = from == WebSeedReach.PUBLIC && reach != WebSeedReach.PUBLIC;
    boolean local = settings.local() && at.getRawQuery() == null;
    boolean fit =
        switch (reach) {
          case PUBLIC -> true;
          case LOCAL -> trusted || local;
          case NEVER -> trusted;
        };
    if (!fit || inward) {
      throw never(inward ? WebFault.REDIRECT : WebFault.REFUSED);
    }
    return reach;
  }

  private static URI redirected(URI from, String location) throws IOException {
    try {
      Optional<URI> to = WebSeedUrl.parse(from.resolve(location).toString());
      boolean weaker =
          from.getScheme().equalsIgnoreCase("https")
              && !to.map(URI::getScheme).orElse("").equalsIgnoreCase("https");
      if (to.isPresent() && !weaker) {
        return to.get();
      }
    } catch (IllegalArgumentException e) {
      throw never(WebFault.REDIRECT);
    }
    throw never(WebFault.REDIRECT);
  }

  private static WebSeedException never(WebFault fault) {
    return new WebSeedException(new FetchEnd.Never(fault));
  }

  private HttpResponse<InputStream> send(
      URI at, WebPart part, Consumer<CompletableFuture<?>> cancellable) throws IOException {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(at)
              .timeout(ANSWER_LIMIT)
              .header("Range", "bytes=" + part.from() + "-" + (part.from() + part.length() - 1))
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "minibit")
              .build();
    } catch (IllegalArgumentException e) {
      throw never(WebFault.REFUSED);
    }
    try {
      CompletableFuture<HttpResponse<InputStream>> answer =
          client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
      cancellable.accept(answer);
      return answer.get();
    } catch (ExecutionException | CancellationException | RejectedExecutionException e) {
      throw new IOException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized HttpClient client() {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    if (client == null) {
      ExecutorService fresh = Executors.newVirtualThreadPerTaskExecutor();
      threads = fresh;
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_LIMIT)
              .followRedirects(HttpClient.Redirect.NEVER) // each new place is looked at first
              .sslContext(LateTrust.platform().context())
              .executor(fresh)
              .build();
    }
    return client;
  }

  /** Drops what is under way; whoever comes later is refused. */
  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdownNow();
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
