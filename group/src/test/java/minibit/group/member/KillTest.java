package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import minibit.group.testing.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Members in processes of their own, whose tracker is killed and whose reader is another. */
@Tag("slow")
@Timeout(900)
@Isolated("it burns the cores, and measures")
class KillTest {
  private static final int MEMBERS = 5;
  private static final int FILES = 200;
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(500)).build();
  private final Map<Integer, Process> processes = new TreeMap<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Integer> seats = new ArrayList<>();

  /**
   * The tracker is killed again and again: each time another answers with everything that was
   * registered, in a higher epoch, and at the default settings soon.
   */
  @Test
  void theTrackerIsKilled() throws Exception {
    int rounds = Integer.getInteger("kills", 5);
    startAll();
    List<Long> millis = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int tracker = trackerPort();
      long term = term(tracker);
      int number = ports.indexOf(tracker);

      long killed = System.nanoTime();
      process(number).destroyForcibly();
      awaitRead(tracker, term, MEMBERS * FILES);
      millis.add((System.nanoTime() - killed) / 1_000_000);

      process(number).waitFor();
      // It restarts, rejoins with the log it had, and the group is whole before the next.
      start(number);
      await().atMost(LONG).until(() -> seatsOf(trackerPort()) == MEMBERS);
      await().atMost(LONG).until(() -> follows(ports.get(number)));
    }
    millis.sort(null);
    System.out.printf(
        "kill -9 of the tracker to a correct read elsewhere: median %d ms, worst %d ms of %s%n",
        millis.get(millis.size() / 2), millis.getLast(), millis);
  }

  /** Busy cores are no reason for an election: five members, two threads that burn, one epoch. */
  @Test
  void theEpochStaysWhileTheCoresAreBusy() throws Exception {
    startAll();
    long term = term(trackerPort());
    AtomicBoolean burning = new AtomicBoolean(true);
    List<Thread> fires = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      fires.add(Thread.ofPlatform().daemon().start(() -> burn(burning)));
    }
    Instant end = Instant.now().plusSeconds(Integer.getInteger("seconds", 60));
    await()
        .during(Duration.between(Instant.now(), end))
        .atMost(Duration.between(Instant.now(), end).plus(LONG))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> term(trackerPort()) == term);
    burning.set(false);
    for (Thread fire : fires) {
      fire.join();
    }
  }

  private static void burn(AtomicBoolean burning) {
    byte[] block = new byte[1 << 20];
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      while (burning.get()) {
        digest.digest(block);
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void startAll() throws IOException {
    for (int i = 0; i < MEMBERS; i++) {
      ports.add(freePort());
      seats.add(freePort());
      start(i);
      awaitRead(0, 0, (i + 1) * FILES);
    }
    await().atMost(LONG).until(() -> seatsOf(trackerPort()) == MEMBERS);
  }

  private static int freePort() throws IOException {
    return Ports.free();
  }

  private void start(int i) throws IOException {
    int join =
        ports.stream()
            .filter(port -> !port.equals(ports.get(i)) && answers(port))
            .findFirst()
            .orElse(0);
    processes.put(
        i,
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Delection=" + System.getProperty("election", ""),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName(),
                folder.resolve("home" + i).toString(),
                ports.get(i).toString(),
                seats.get(i).toString(),
                Integer.toString(i * FILES + 1),
                Integer.toString(FILES),
                Integer.toString(join))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(i + ".log").toFile()))
            .start());
  }

  private Process process(int i) {
    return Optional.ofNullable(processes.get(i)).orElseThrow();
  }

  private boolean answers(int port) {
    return get(port, "/status").isPresent();
  }

  private Optional<String> get(int port, String path) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(2))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private int trackerPort() {
    return await()
        .atMost(LONG)
        .until(
            () -> ports.stream().filter(port -> get(port, "/read").isPresent()).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private long term(int port) {
    return Long.parseLong(get(port, "/read").orElse("0 0").split(" ")[0]);
  }

  private boolean follows(int port) {
    String[] status = get(port, "/status").orElse("- 0 0 0").split(" ");
    return status[0].equals("VOTER") && Integer.parseInt(status[2]) == trackerPort();
  }

  private int seatsOf(int port) {
    return Integer.parseInt(get(port, "/status").orElse("- 0 0 0").split(" ")[3]);
  }

  /** Waits until a member other than this answers with so many files in a higher term. */
  private void awaitRead(int not, long above, int files) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                ports.stream()
                    .filter(port -> port != not)
                    .flatMap(port -> get(port, "/read").stream())
                    .anyMatch(
                        read -> {
                          String[] parts = read.split(" ");
                          return Long.parseLong(parts[0]) > above
                              && Integer.parseInt(parts[1]) >= files;
                        }));
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Process process : processes.values()) {
      process.destroyForcibly().waitFor();
    }
    assertThat(processes.values()).noneMatch(Process::isAlive);
  }
}
