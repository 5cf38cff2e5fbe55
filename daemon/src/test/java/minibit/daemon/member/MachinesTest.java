package minibit.daemon.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import minibit.core.catalogue.Catalogues;
import minibit.core.id.InfoHash;
import minibit.group.member.GroupStatus;
import minibit.group.member.ShareBook;
import minibit.group.office.Epoch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons of one machine that find each other by multicast and speak real HTTP. */
@Timeout(240)
class MachinesTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final TreeMap<Integer, Machine> running = new TreeMap<>();
  private final Map<Integer, ShareBook> books = new TreeMap<>();
  private int beaconPort;

  @AfterEach
  void stop() {
    running.values().forEach(Machine::kill);
  }

  private void start(int number) throws IOException {
    if (beaconPort == 0) {
      beaconPort =
          KeptPort.choose(
              folder.resolve("beacon-port"), InetAddress.getLoopbackAddress(), new Random());
    }
    ShareBook book = books.computeIfAbsent(number, n -> new ShareBook());
    running.put(number, Machine.start(folder.resolve("home" + number), beaconPort, book));
  }

  private void share(int number, int from, int count) {
    Machine.share(books.computeIfAbsent(number, n -> new ShareBook()), from, count);
  }

  /** The tracker, once all that run agree on one and it is one of them. */
  private int tracker() {
    return await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(this::agreed, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Integer> agreed() {
    Set<Object> named = new HashSet<>();
    Optional<Integer> tracker = Optional.empty();
    for (Map.Entry<Integer, Machine> entry : running.entrySet()) {
      GroupStatus status = entry.getValue().member().status();
      if (status.office().isEmpty() || !status.quorum()) {
        return Optional.empty();
      }
      named.add(status.office().get().tracker().id());
      if (status.role() == GroupStatus.Role.TRACKER) {
        tracker = Optional.of(entry.getKey());
      }
    }
    return named.size() == 1 ? tracker : Optional.empty();
  }

  private Machine machine(int number) {
    return Optional.ofNullable(running.get(number)).orElseThrow();
  }

  private void awaitGroup(int voters, long available) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () -> {
              var voter = machine(tracker()).member().voter().orElseThrow();
              return voter.standing().seats().size() == voters
                  && voter.<Long>read(
                          state ->
                              state.contents().stream().filter(c -> state.isAvailable(c)).count())
                      == available;
            });
  }

  /**
   * Five daemons elect a tracker; it is killed, and another takes office in a higher epoch with
   * everything that was registered; the dead one comes back. A stock client that asks any of them
   * is told who holds a file.
   */
  @Test
  void fiveDaemonsSurviveTheirTracker() throws Exception {
    for (int i = 1; i <= 5; i++) {
      share(i, 100 * i, 20);
      start(i);
    }
    awaitGroup(5, 100);

    InfoHash hash = Catalogues.file(300, "folder", "file 300").v1();
    String holder = compact(Machine.peerPort(machine(3).port()));
    for (Machine machine : running.values()) {
      assertThat(announce(machine, hash, 4000)).contains(holder).contains("8:completei1e");
      assertThat(get(machine, "/scrape?info_hash=" + escaped(hash))).contains("8:completei1e");
    }
    // And stock clients are told of each other, whomever they asked.
    assertThat(announce(machine(1), hash, 4001)).contains(compact(4000));

    int dead = tracker();
    Epoch before = machine(dead).member().status().epoch();
    List<Integer> left = new ArrayList<>(running.keySet());
    Optional.ofNullable(running.remove(dead)).orElseThrow().kill();
    left.remove(Integer.valueOf(dead));
    int next = tracker();
    assertThat(next).isIn(left);
    assertThat(machine(next).member().status().epoch()).isGreaterThan(before);
    awaitGroup(3, 80);

    start(dead);
    awaitGroup(5, 100);
    assertThat(announce(machine(dead), hash, 4000)).contains(holder);
  }

  /** Twelve daemons that start in the same second end in one group, and no file is lost. */
  @Test
  @Tag("slow")
  void twelveAtOnceBecomeOneGroup() throws Exception {
    for (int i = 1; i <= 12; i++) {
      share(i, 100 * i, 10);
      start(i);
    }
    awaitGroup(5, 120);
  }

  /** Who asks a member that knows no tracker is told so in the words of its own protocol. */
  @Test
  void withoutATrackerClientsAreToldSo() throws Exception {
    start(1);
    InfoHash hash = Catalogues.file(1, "folder", "file 1").v1();

    assertThat(announce(machine(1), hash, 4000)).contains("14:failure reason").contains("tracker");
    assertThat(get(machine(1), "/peers")).contains("no-tracker");
  }

  private static String announce(Machine machine, InfoHash hash, int port) throws Exception {
    return get(
        machine,
        "/announce?info_hash="
            + escaped(hash)
            + "&peer_id=-XX0000-aaaaaaaa"
            + port
            + "&port="
            + port
            + "&left=9");
  }

  private static String escaped(InfoHash hash) {
    return hash.hex().replaceAll("..", "%$0");
  }

  /** A loopback address as announces pack it. */
  private static String compact(int port) {
    byte[] packed = {127, 0, 0, 1, (byte) (port >> 8), (byte) port};
    return new String(packed, StandardCharsets.ISO_8859_1);
  }

  private static String get(Machine machine, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + machine.port() + path))
                  .build(),
              BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
      return response.body();
    }
  }
}
