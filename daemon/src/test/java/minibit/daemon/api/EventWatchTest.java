package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.events.EventFilter;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.MemberList.Member;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Role;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever listens hears what changes; while nobody does, nobody looks. */
class EventWatchTest {
  private final Map<String, Object> state = new ConcurrentHashMap<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final List<Event> heard = Collections.synchronizedList(new ArrayList<>());
  private final EventFeed feed = new EventFeed(1);
  private final ApiToken token = ApiToken.random();
  private final EventWatch watch =
      new EventWatch(daemon(), feed, Duration.ofMillis(20), Duration.ofSeconds(1));
  private ApiServer server;
  private ApiClient client;

  private Backend daemon() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (_, method, _) -> {
              looks.incrementAndGet();
              Object answer = state.get(method.getName());
              if (answer == null) {
                throw ApiException.noTracker(Sentence.plain("none"));
              }
              return answer;
            });
  }

  @BeforeEach
  void start() throws IOException {
    group(1, "ana");
    members(member("1", true), member("2", true));
    transfers();
    state.put("some", List.of());
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            daemon(),
            feed,
            Optional.empty());
    client = ApiClient.of(URI.create("http://127.0.0.1:" + server.address().getPort()), token);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void group(long epoch, String tracker) {
    group(epoch, tracker, Optional.empty());
  }

  private void group(long epoch, String tracker, Optional<Double> sinceHeartbeat) {
    state.put(
        "group",
        new GroupView(
            "lab",
            "ab",
            epoch,
            0,
            Role.MEMBER,
            Optional.of(new MemberRef(tracker, tracker, "")),
            List.of(),
            List.of(),
            2,
            2,
            true,
            sinceHeartbeat,
            Optional.empty(),
            false,
            Optional.empty()));
  }

  private static Member member(String id, boolean present) {
    return new Member(
        "m" + id, id, "", List.of(), Role.MEMBER, 0, 0, Instant.EPOCH, 0, present, false);
  }

  private void members(Member... members) {
    state.put("members", new MemberList(false, List.of(members)));
  }

  private void transfers(Transfer... transfers) {
    state.put(
        "transfers",
        new TransferList(
            transfers.length,
            0,
            0,
            0,
            0,
            List.of(transfers),
            List.of(),
            new TransferList.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
  }

  private void listen() {
    watch.came(EventFilter.ALL);
    Thread.ofVirtual().start(() -> client.events(Optional.of("1.0"), heard::add));
  }

  private void hear(String... types) {
    await()
        .untilAsserted(
            () -> assertThat(heard).extracting(Event::type).containsExactlyInAnyOrder(types));
    heard.clear();
  }

  @Test
  void changesAreTold() throws ReflectiveOperationException {
    listen();
    group(2, "bia");
    hear(Event.TRACKER_CHANGED);
    members(member("1", true), member("2", false), member("3", true));
    hear(Event.MEMBER_LOST, Event.MEMBER_JOINED);
    members(member("2", true), member("3", true));
    hear(Event.MEMBER_LEFT, Event.MEMBER_JOINED);
    Transfer transfer = (Transfer) new Sample().of(Transfer.class);
    transfers(transfer);
    await().until(() -> heard.size() == 1);
    assertThat(heard.getFirst().data().get("transfer")).asString().contains(transfer.root().get());
    hear(Event.TRANSFER);
    transfers();
    hear(Event.TRANSFER_REMOVED);
  }

  // A group whose tracker speaks every two seconds is not in trouble after three.
  @Test
  void whatIsMissedDependsOnHowOftenTheTrackerSpeaks() {
    assertThat(Observations.missedAfter(Duration.ofSeconds(1))).isEqualTo(2.5);
    assertThat(Observations.missedAfter(Duration.ofSeconds(2))).isEqualTo(4.5);
  }

  @Test
  void aSilentTrackerIsToldOf() {
    group(1, "ana", Optional.of(0.2));
    listen();
    group(1, "ana", Optional.of(2.4));
    int then = looks.get();
    await().until(() -> looks.get() > then + 9);
    assertThat(heard).extracting(Event::type).doesNotContain(Event.HEARTBEAT_MISSED);
    group(1, "ana", Optional.of(2.6));
    await()
        .untilAsserted(
            () -> assertThat(heard).extracting(Event::type).contains(Event.HEARTBEAT_MISSED));
  }

  /** Without a tracker nobody knows who is there: that is no reason to say that all are lost. */
  @Test
  void ignoranceIsNoNews() {
    listen();
    state.remove("members");
    int before = looks.get();
    await().until(() -> looks.get() > before + 9);
    state.put("members", new MemberList(true, List.of()));
    int then = looks.get();
    await().until(() -> looks.get() > then + 9);
    members(member("1", true), member("2", true), member("3", true));
    hear(Event.MEMBER_JOINED);
  }

  /** Who comes back after nobody listened is told that it missed something. */
  @Test
  void nobodyListeningCostsNothing() {
    listen();
    group(2, "bia");
    hear(Event.TRACKER_CHANGED);
    client.close();
    watch.went(EventFilter.ALL);
    await()
        .untilAsserted(
            () -> {
              int before = looks.get();
              // Several rounds of the watch, and one of the server's own.
              await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
              assertThat(looks.get()).isEqualTo(before);
            });
  }
}
