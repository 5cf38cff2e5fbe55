package minibit.daemon.api.client;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.ApiJson;
import minibit.daemon.api.model.Problem;
import minibit.daemon.api.model.TorrentFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Requests to one daemon, and what their answers mean. */
final class Connection implements AutoCloseable {
  private static final String ROOT = "/api/v1/";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final URI base;
  private final ApiToken token;
  private final Duration patience;
  private final HttpClient http;

  Connection(URI base, ApiToken token, Duration patience, Optional<SSLContext> trust) {
    this(base, token, patience, client(trust));
  }

  private Connection(URI base, ApiToken token, Duration patience, HttpClient http) {
    this.base = base;
    this.token = token;
    this.patience = patience;
    this.http = http;
  }

  static Connection to(ApiAddress address, ApiToken token, Duration patience) {
    Optional<String> certificate = address.certificate();
    String scheme = certificate.isPresent() ? "https://" : "http://";
    try {
      URI base = URI.create(scheme + address.address());
      Optional<SSLContext> trust =
          certificate.isPresent()
              ? Optional.of(PinnedCertificate.trust(certificate.get()))
              : Optional.empty();
      return new Connection(base, token, patience, trust);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new ApiException(
          500,
          "bad-home",
          Sentence.of(
              "api-address-unusable", "the daemon's address cannot be used: {0}", e.getMessage()));
    }
  }

  private static HttpClient client(Optional<SSLContext> trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    trust.ifPresent(builder::sslContext);
    return builder.build();
  }

  Connection patient(Duration other) {
    return new Connection(base, token, other, http);
  }

  URI base() {
    return base;
  }

  <T> T get(String path, Class<T> type) {
    return read(send(request(path).GET().build()), type);
  }

  <T> T post(String path, Class<T> type) {
    return read(send(request(path).POST(BodyPublishers.noBody()).build()), type);
  }

  <T> T post(String path, Object body, Class<T> type) {
    return read(send(json(path).POST(bytes(body)).build()), type);
  }

  <T> T put(String path, Object body, Class<T> type) {
    return read(send(json(path).PUT(bytes(body)).build()), type);
  }

  void delete(String path) {
    send(request(path).DELETE().build());
  }

  TorrentFile torrent(String path) {
    HttpResponse<byte[]> answer = send(request(path).GET().build());
    String name =
        answer
            .headers()
            .firstValue("Content-Disposition")
            .flatMap(FileNames::ofDisposition)
            .orElse("download.torrent");
    return new TorrentFile(name, answer.body());
  }

  /** Lines as they come, without an end until the daemon or the caller's interrupt makes one. */
  Stream<String> lines(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).GET();
    headers.forEach(request::header);
    HttpResponse<Stream<String>> answer = send(request.build(), BodyHandlers.ofLines());
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    byte[] problem;
    try (Stream<String> text = answer.body()) {
      problem = text.collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }
    throw problem(answer.headers(), problem);
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher bytes(Object body) {
    return BodyPublishers.ofByteArray(ApiJson.bytes(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(ROOT + path))
        .header("Authorization", "Bearer " + token.text());
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw problem(answer.headers(), answer.body());
    }
    return answer;
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    // The client's own timeout ends with the head; a body may hang as well.
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new ApiException(
          504,
          "timeout",
          Sentence.of(
              "no-answer-ms", "the daemon did not answer within {0} ms", patience.toMillis()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ApiException(
          500,
          "interrupted",
          Sentence.of("interrupted", "interrupted while waiting for the daemon"));
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private ApiException failure(@Nullable Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return ApiException.noDaemon(
          Sentence.of("no-daemon-at", "no daemon answers at {0}", base.getAuthority()));
    }
    if (cause instanceof SSLException) {
      return new ApiException(
          403,
          "bad-certificate",
          Sentence.of(
              "other-certificate", "what answers there does not have the daemon's certificate"));
    }
    return ApiException.noDaemon(
        Sentence.of(
            "connection-broke",
            "the connection to the daemon broke: {0}",
            cause == null ? "?" : String.valueOf(cause.getMessage())));
  }

  private static ApiException problem(HttpHeaders headers, byte[] body) {
    String type = headers.firstValue("Content-Type").orElse("");
    if (type.startsWith(Problem.MEDIA_TYPE)) {
      try {
        Problem problem = ApiJson.read(body, Problem.class);
        return new ApiException(
            problem.status(), problem.code(), problem.sentence(), problem.candidates());
      } catch (JacksonException e) {
        return notUnderstood();
      }
    }
    return notUnderstood();
  }

  private static <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    try {
      return ApiJson.read(answer.body(), type);
    } catch (JacksonException e) {
      throw notUnderstood();
    }
  }

  private static ApiException notUnderstood() {
    return new ApiException(
        502,
        "not-understood",
        Sentence.of(
            "no-minibit", "what answers there is no minibit daemon, or of another version"));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
