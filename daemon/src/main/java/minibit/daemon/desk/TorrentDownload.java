package minibit.daemon.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;

/**
 * Fetches a torrent file that somebody named by its address. Unless told otherwise it asks no
 * machine of the own network: a page that makes a daemon fetch must not reach what only the daemon
 * can. Every redirect is judged like the first address. Any thread; waits.
 */
public final class TorrentDownload {
  /** Largest torrent file taken: half a million pieces, in both versions. */
  static final int MAX_BYTES = 10 << 20;

  /** Redirects followed. */
  static final int MAX_REDIRECTS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BooleanSupplier privateToo;
  private final Duration patience;

  /**
   * A downloader.
   *
   * @param privateToo whether machines of the own network may be asked
   */
  public TorrentDownload(BooleanSupplier privateToo) {
    this(privateToo, PATIENCE);
  }

  TorrentDownload(BooleanSupplier privateToo, Duration patience) {
    this.privateToo = privateToo;
    this.patience = patience;
  }

  /**
   * The bytes behind an address.
   *
   * @throws ApiException with {@code bad-url}, {@code private-address}, {@code too-many-redirects},
   *     {@code too-large}, {@code not-reachable}
   */
  public byte[] fetch(String url) {
    long end = System.nanoTime() + patience.toNanos();
    URI at = parsed(url);
    // A client of its own: its connections end with it, and it trusts and remembers nothing.
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build()) {
      try {
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
          requirePublic(at);
          HttpResponse<InputStream> answer = ask(client, at, end);
          Optional<String> further = redirect(answer);
          if (further.isEmpty()) {
            return body(answer, at, end);
          }
          at = parsed(at.resolve(further.get()).toString());
        }
      } catch (IOException | IllegalArgumentException e) {
        throw unreachable(at, String.valueOf(e.getMessage()));
      } finally {
        client.shutdownNow();
      }
    }
    throw new ApiException(
        502,
        "too-many-redirects",
        Sentence.of("too-many-redirects", "{0} leads on more than {1} times", url, MAX_REDIRECTS));
  }

  private static URI parsed(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw ApiException.badRequest(
          "bad-url", Sentence.of("not-an-address", "not an address: {0}", e.getMessage()));
    }
    throw ApiException.badRequest(
        "bad-url", Sentence.of("url-scheme", "url must begin with http:// or https://"));
  }

  private void requirePublic(URI at) {
    if (privateToo.getAsBoolean()) {
      return;
    }
    String host = at.getHost().replaceAll("^\\[|\\]$", "");
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (isPrivate(address)) {
          throw new ApiException(
              403,
              "private-address",
              Sentence.of(
                  "private-address",
                  "{0} is a machine of the own network: set fetch.private-urls to allow that",
                  host));
        }
      }
    } catch (UnknownHostException e) {
      throw unreachable(at, "no such host");
    }
  }

  /** Whether an address is anything but one of the public internet. */
  static boolean isPrivate(InetAddress address) {
    byte[] ip = address.getAddress();
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    if (ip.length == 4) {
      return first == 0
          || first == 100 && second >= 64 && second < 128 // shared by carriers (RFC 6598)
          || first == 192 && second == 0 && ip[2] == 0 // protocol assignments
          || first == 198 && (second == 18 || second == 19) // benchmarks
          || first >= 240; // reserved, broadcast
    }
    return (first & 0xfe) == 0xfc // unique local (RFC 4193)
        || first == 0x20 && second == 0x02 // 6to4: an IPv4 address inside
        || first == 0 && second == 0x64 // NAT64: the same
        || first == 0 && second == 0; // compatible and mapped forms
  }

  private static HttpResponse<InputStream> ask(HttpClient client, URI at, long end)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(at)
            .timeout(left(end))
            .header("Accept", "application/x-bittorrent, */*;q=0.5")
            .header("User-Agent", "minibit")
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Duration left(long end) throws IOException {
    long nanos = end - System.nanoTime();
    if (nanos <= 0) {
      throw new IOException("it takes too long");
    }
    return Duration.ofNanos(nanos);
  }

  private static Optional<String> redirect(HttpResponse<InputStream> answer) {
    return switch (answer.statusCode()) {
      case 301, 302, 303, 307, 308 -> answer.headers().firstValue("Location");
      default -> Optional.empty();
    };
  }

  private static byte[] body(HttpResponse<InputStream> answer, URI at, long end)
      throws IOException {
    if (answer.statusCode() != 200) {
      throw unreachable(at, "it answers " + answer.statusCode());
    }
    // The request's own patience ends with its head: a body may dribble for ever.
    InputStream in = answer.body();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ScheduledExecutorService alarm =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("minibit-url").factory())) {
      var late = alarm.schedule(() -> close(in), left(end).toNanos(), TimeUnit.NANOSECONDS);
      try {
        byte[] part = new byte[64 << 10];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
          bytes.write(part, 0, count);
          if (bytes.size() > MAX_BYTES) {
            throw new ApiException(
                413,
                "too-large",
                Sentence.of("larger-than-mib", "{0} has more than {1} MiB", at, MAX_BYTES >> 20));
          }
        }
      } finally {
        late.cancel(false);
        close(in);
        alarm.shutdownNow();
      }
    }
    if (System.nanoTime() > end) {
      throw new IOException("it takes too long");
    }
    return bytes.toByteArray();
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // What is closed is not read, whatever it says.
      return;
    }
  }

  private static ApiException unreachable(URI at, String why) {
    return new ApiException(
        502,
        "not-reachable",
        Sentence.of("nothing-from", "nothing was fetched from {0}: {1}", at, why));
  }
}
