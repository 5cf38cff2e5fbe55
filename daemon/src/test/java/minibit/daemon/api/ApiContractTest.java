package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.TorrentFile;
import minibit.daemon.api.model.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client and the server against each other: near and far are the same. */
class ApiContractTest {
  private final FakeDaemon daemon = new FakeDaemon();
  private final ApiToken token = ApiToken.random();
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws Exception {
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            daemon.backend(),
            new EventFeed(1),
            Optional.empty());
    client = ApiClient.of(URI.create("http://127.0.0.1:" + server.address().getPort()), token);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  static Stream<Method> endpoints() {
    return Arrays.stream(Backend.class.getMethods())
        .filter(method -> !method.isDefault())
        .sorted(Comparator.comparing(Method::getName));
  }

  /** Arguments arrive as they were given, slashes and accents and all, and so do answers. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void whatIsSaidArrives(Method endpoint) throws Exception {
    List<Object> arguments = new ArrayList<>();
    Sample sample = new Sample();
    for (Type parameter : endpoint.getGenericParameterTypes()) {
      arguments.add(sample.of(parameter));
    }

    Object answer = endpoint.invoke(client, arguments.toArray());

    assertThat(daemon.asked)
        .containsExactly(
            new FakeDaemon.Asked(
                endpoint.getName(), arguments.stream().map(ApiContractTest::heard).toList()));
    if (answer instanceof TorrentFile(String name, byte[] bytes)) {
      TorrentFile sent = (TorrentFile) daemon.answer("torrent").orElseThrow();
      assertThat(name).isEqualTo(sent.name());
      assertThat(bytes).isEqualTo(sent.bytes());
    } else {
      assertThat(Optional.ofNullable(answer)).isEqualTo(daemon.answer(endpoint.getName()));
    }
  }

  /** Whoever wants everything wants no page of it. */
  private static Object heard(Object argument) {
    if (argument instanceof SearchToSave(String name, SearchRequest query, boolean alert)) {
      return new SearchToSave(name, query.with(Page.FIRST), alert);
    }
    return argument instanceof FetchAllRequest(SearchRequest query, var out, boolean follow)
        ? new FetchAllRequest(query.with(Page.FIRST), out, follow)
        : argument;
  }

  /** A torrent of some megabytes fits, and a link. */
  @Test
  void torrentsAndLinksAreSent() {
    byte[] torrent = new byte[5 << 20];
    TransferRequest bytes = TransferRequest.torrent(torrent, Optional.empty());
    TransferRequest link =
        TransferRequest.magnet("magnet:?xt=urn:btih:00", Optional.of("/x")).paused(true);
    client.fetch(bytes);
    client.fetch(link);
    assertThat(daemon.asked)
        .extracting(asked -> asked.arguments().getFirst())
        .containsExactly(bytes, link);
  }

  /** What the daemon refuses, the client throws: status, code, words and candidates. */
  @Test
  void refusalsArrive() {
    Candidate one = new Candidate("ab01", "gato.png", 5, "image/png", 2);
    Candidate other = new Candidate("ab02", "gato.png", 6, "image/png", 1);
    daemon.failWith(ApiException.ambiguous("gato.png", List.of(one, other)));
    assertThatThrownBy(() -> client.file("gato.png"))
        .asInstanceOf(type(ApiException.class))
        .satisfies(
            e -> {
              assertThat(e.status()).isEqualTo(409);
              assertThat(e.code()).isEqualTo(ApiException.AMBIGUOUS);
              assertThat(e.message()).contains("gato.png");
              assertThat(e.candidates()).containsExactly(one, other);
            });
    daemon.failWith(ApiException.noTracker(Sentence.plain("no tracker is in office")));
    assertCode(() -> client.search(SearchRequest.of("x")), 503, ApiException.NO_TRACKER);
  }

  /** The daemon's own faults end in its log, not with whoever asked. */
  @Test
  void faultsAreNotTold() {
    daemon.failWith(new IllegalStateException("secret: /home/ana"));
    assertThatThrownBy(() -> client.status())
        .asInstanceOf(type(ApiException.class))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("internal");
              assertThat(e.message()).doesNotContain("secret");
            });
  }

  @Test
  void wrongTokensAreRefused() {
    try (ApiClient stranger = ApiClient.of(client.base(), ApiToken.random())) {
      assertCode(stranger::status, 401, "bad-token");
    }
    assertThat(daemon.asked).isEmpty();
  }

  static void assertCode(Runnable action, int status, String code) {
    assertThatThrownBy(action::run)
        .asInstanceOf(type(ApiException.class))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.status()).isEqualTo(status);
            });
  }

  /** A method that is not the client's own would be no endpoint. */
  @Test
  void everyMethodIsAnEndpoint() {
    // The document of the API is one more; a search with facets and one without are one path.
    assertThat(Routes.of(daemon.backend())).hasSize((int) endpoints().count());
  }
}
