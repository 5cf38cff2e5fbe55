package minibit.daemon.member;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.group.member.MemberTransport;

/**
 * Carries messages to member ports by plain HTTP: one {@code POST /member} each, over connections
 * that are kept. What matters is sealed by the group itself. Safe for threads.
 */
public final class HttpMemberTransport implements MemberTransport, AutoCloseable {
  /**
   * How long a connection may take: on a LAN it takes a millisecond, and whoever has several
   * addresses must not wait long for a dead one.
   */
  private static final Duration CONNECT = Duration.ofMillis(1000);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /** A transport with connections of its own. */
  public HttpMemberTransport() {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            // Members are neighbours: a proxy for the web has nothing to say here.
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
  }

  @Override
  public CompletableFuture<byte[]> send(PeerAddress to, byte[] message, Duration limit) {
    if (!limit.isPositive()) {
      return CompletableFuture.failedFuture(new IOException("no time left to ask " + to));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + to + MemberServer.PATH))
            .timeout(limit)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    // The client's own limit ends with the head of the answer; a body may come byte by byte.
    return exchange
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> exchange.cancel(true))
        .thenCompose(
            answer ->
                answer.statusCode() == 200
                    ? CompletableFuture.completedFuture(answer.body())
                    : CompletableFuture.failedFuture(
                        new IOException(to + " answers HTTP " + answer.statusCode())));
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
