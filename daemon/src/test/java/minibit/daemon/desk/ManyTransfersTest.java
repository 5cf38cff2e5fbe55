package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import minibit.daemon.api.ApiServer;
import minibit.daemon.api.ApiSettings;
import minibit.daemon.api.Backend;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferSort;
import minibit.daemon.engine.EngineStatus;
import minibit.daemon.fetch.model.TransferView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A hundred thousand transfers behind the real API: whoever scrolls and sorts does not wait. */
@Timeout(120)
@Isolated("it measures")
class ManyTransfersTest {
  private static final int NUMBER = 100_000;
  private static final int QUESTIONS = 300;

  /** Of the daemon's own work, on a machine that may be busy with other things. */
  private static final long PATIENCE_MILLIS = 50;

  private final SomeTransfers feed = new SomeTransfers(NUMBER, 5);
  private final AtomicReference<List<TransferView>> now = new AtomicReference<>(feed.list());
  private final TransferPages pages =
      new TransferPages(
          now::get, () -> 0, () -> new EngineStatus(0, 0, 0, 0, 0, 0, 0, 0), List::of);

  private Backend backend() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (_, method, arguments) -> {
              if (!method.getName().equals("transfers")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return pages.list((TransferQuery) arguments[0]);
            });
  }

  @Test
  void nobodyWaitsForAPage() throws Exception {
    ApiToken token = ApiToken.random();
    try (ApiServer server =
            ApiServer.open(
                ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
                token,
                backend(),
                new EventFeed(1),
                Optional.empty());
        ApiClient client =
            ApiClient.of(URI.create("http://127.0.0.1:" + server.address().getPort()), token)) {
      Random random = new Random(3);
      // Sorts are made when they are first asked for: somebody waits for each once.
      for (TransferSort sort : TransferSort.values()) {
        client.transfers(TransferQuery.of(Page.FIRST).by(sort, false));
      }
      long[] took = new long[QUESTIONS];
      for (int i = 0; i < QUESTIONS; i++) {
        if (i % 5 == 0) {
          feed.goOn(200);
          feed.swap();
          now.set(feed.list());
        }
        TransferQuery query = any(random);
        long before = System.nanoTime();
        TransferList list = client.transfers(query);
        took[i] = System.nanoTime() - before;
        assertThat(list.counts().all()).isEqualTo(NUMBER);
        assertThat(list.transfers()).hasSizeLessThanOrEqualTo(query.page().limit());
      }
      Arrays.sort(took);
      System.out.printf(
          "%d transfers: a page in %.1f ms median, %.1f ms p99%n",
          NUMBER, took[QUESTIONS / 2] / 1e6, took[QUESTIONS * 99 / 100] / 1e6);
      assertThat(took[QUESTIONS / 2] / 1_000_000).isLessThan(PATIENCE_MILLIS);
    }
  }

  private static TransferQuery any(Random random) {
    TransferSort[] sorts = TransferSort.values();
    TransferFilter[] states = TransferFilter.values();
    return new TransferQuery(
        random.nextInt(4) == 0 ? Integer.toString(random.nextInt(36), 36) + "a" : "",
        random.nextInt(3) == 0
            ? Optional.of(states[random.nextInt(states.length)])
            : Optional.empty(),
        Optional.of(sorts[random.nextInt(sorts.length)]),
        random.nextBoolean(),
        new Page(random.nextInt(5) == 0 ? random.nextInt(90_000) : 0, 100));
  }
}
