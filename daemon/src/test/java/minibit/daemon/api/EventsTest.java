package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens is told as it happens, in order, and once more to who lost the connection. */
class EventsTest {
  private final EventFeed feed = new EventFeed(7);
  private final ApiToken token = ApiToken.random();
  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
  private final List<Thread> listeners = new ArrayList<>();
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            new FakeDaemon().backend(),
            feed,
            Optional.empty());
    client = ApiClient.of(URI.create("http://127.0.0.1:" + server.address().getPort()), token);
  }

  @AfterEach
  void stop() throws InterruptedException {
    listeners.forEach(Thread::interrupt);
    for (Thread listener : listeners) {
      listener.join();
    }
    client.close();
    server.close();
  }

  private Thread listen(Optional<String> since) {
    Thread listener = Thread.ofVirtual().start(() -> client.events(since, heard::add));
    listeners.add(listener);
    return listener;
  }

  private Event next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  /** Listens from the start of the feed: an id before the first. */
  private static final Optional<String> START = Optional.of("7.0");

  @Test
  void eventsComeInOrder() throws InterruptedException {
    listen(START);
    for (int i = 1; i <= 100; i++) {
      feed.publish(Event.MEMBER_JOINED, Map.of("name", "ana\n" + i));
    }
    for (int i = 1; i <= 100; i++) {
      assertThat(next())
          .isEqualTo(new Event("7." + i, Event.MEMBER_JOINED, Map.of("name", "ana\n" + i)));
    }
  }

  @Test
  void aLostConnectionGoesOnBehindItsLastEvent() throws InterruptedException {
    feed.publish("a", Map.of());
    feed.publish("b", Map.of());
    feed.publish("c", Map.of());
    listen(Optional.of("7.1"));
    assertThat(next().type()).isEqualTo("b");
    assertThat(next().type()).isEqualTo("c");
  }

  /** Who was away too long, or knew another start of the daemon, is told, and then goes on. */
  @Test
  void whoMissedSomethingIsTold() throws InterruptedException {
    for (int i = 0; i <= EventFeed.KEPT; i++) {
      feed.publish("a", Map.of());
    }
    for (String since : List.of("7.0", "6.5", "7.99999", "nonsense", "7.-1")) {
      Thread listener = listen(Optional.of(since));
      Event missed = next();
      assertThat(missed.type()).as(since).isEqualTo(Event.MISSED);
      feed.publish("later", Map.of("since", since));
      assertThat(next().data()).isEqualTo(Map.of("since", since));
      listener.interrupt();
      listener.join();
    }
  }

  /** The end of the daemon is the end of its streams. */
  @Test
  void streamsEndWithTheServer() throws InterruptedException {
    Thread listener = listen(START);
    feed.publish("a", Map.of());
    next();
    feed.close();
    assertThat(listener.join(Duration.ofSeconds(10))).isTrue();
  }
}
