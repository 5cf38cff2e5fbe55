package minibit.group.member;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.group.GroupSettings;
import minibit.group.testing.Ports;
import minibit.group.vote.Voter;

/** Daemons' memberships in one process, on a network of method calls that can be cut. */
final class Lab implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  /** As the defaults, but nobody waits long: a test has seconds, not minutes. */
  static final GroupSettings QUICK =
      new GroupSettings(
          Duration.ofMillis(250),
          Duration.ofMillis(800),
          Duration.ofMillis(1400),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMillis(1500),
          5,
          Duration.ofSeconds(3),
          Duration.ofDays(30),
          1024);

  private final Path folder;
  private final TreeMap<Integer, GroupMember> running = new TreeMap<>();
  private final Map<Integer, MemberKeys> keys = new TreeMap<>();
  private final Map<Integer, PeerAddress> doors = new TreeMap<>();
  private final Map<Integer, PeerAddress> seats = new TreeMap<>();
  private final Map<Integer, ShareBook> books = new TreeMap<>();
  private final Map<PeerAddress, GroupMember> byDoor = new ConcurrentHashMap<>();
  private final Map<Integer, Duration> skews = new TreeMap<>();
  private final Set<Integer> deaf = ConcurrentHashMap.newKeySet();
  private final Set<PeerAddress> unreachable = ConcurrentHashMap.newKeySet();
  private final List<byte[]> called = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final List<String> refusals = java.util.Collections.synchronizedList(new ArrayList<>());

  Lab(Path folder) {
    this.folder = folder;
  }

  GroupMember start(int number) throws IOException {
    return start(number, number, List.of());
  }

  /** A daemon with the identity of another number, which is the same one if they are equal. */
  GroupMember start(int number, int identity, List<PeerAddress> join) throws IOException {
    return start(number, identity, join, new Entry.Look());
  }

  /** One that comes in by a ticket, or founds a closed group. */
  GroupMember start(int number, Entry entry, int... at) throws IOException {
    return start(number, number, java.util.Arrays.stream(at).mapToObj(this::door).toList(), entry);
  }

  private GroupMember start(int number, int identity, List<PeerAddress> join, Entry entry)
      throws IOException {
    MemberKeys mine = keys.computeIfAbsent(identity, i -> MemberKeys.drawn());
    PeerAddress door =
        doors.computeIfAbsent(number, i -> PeerAddress.of(new byte[] {10, 0, 0, 1}, 1000 + i));
    PeerAddress seat = seat(number);
    ShareBook book = books.computeIfAbsent(number, i -> new ShareBook());
    GroupMember member =
        GroupMember.start(
            new GroupConfig(
                "lab",
                "m" + number,
                folder.resolve("home" + number),
                List.of(door),
                List.of(door),
                seat,
                join,
                QUICK,
                entry),
            mine,
            (to, message, limit) -> carry(to, message, limit),
            datagram -> call(number, datagram),
            book,
            new GroupListener() {
              @Override
              public void onRefused(Reply.Code code, String text) {
                refusals.add(code + " " + text);
              }

              @Override
              public byte[] onRelay(MemberId from, int service, byte[] body) {
                return (number + ":" + new String(body, java.nio.charset.StandardCharsets.UTF_8))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
              }
            },
            new Random(),
            () -> Instant.now().plus(skews.getOrDefault(number, Duration.ZERO)));
    running.put(number, member);
    byDoor.put(door, member);
    return member;
  }

  /** Where this one would vote. */
  PeerAddress seat(int number) throws IOException {
    PeerAddress seat = seats.get(number);
    if (seat == null) {
      seat = freePort();
      seats.put(number, seat);
    }
    return seat;
  }

  /** The number of whoever has this id. */
  int number(MemberId id) {
    return running.keySet().stream().filter(i -> id(i).equals(id)).findFirst().orElseThrow();
  }

  private static PeerAddress freePort() throws IOException {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, Ports.free());
  }

  CompletableFuture<byte[]> carry(PeerAddress to, byte[] message, Duration limit) {
    GroupMember there = byDoor.get(to);
    if (there == null || unreachable.contains(to)) {
      return CompletableFuture.failedFuture(new IOException("nobody at " + to));
    }
    return CompletableFuture.supplyAsync(() -> there.receive(message))
        .thenCompose(reply -> reply)
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void call(int from, byte[] datagram) {
    called.add(datagram);
    if (deaf.contains(from)) {
      return;
    }
    new TreeMap<>(running)
        .forEach(
            (number, member) -> {
              if (number != from && !deaf.contains(number)) {
                member.onBeacon(datagram);
              }
            });
  }

  /** The clock on this one's wall is off by so much. */
  void skew(int number, Duration by) {
    skews.put(number, by);
  }

  /** Where this one keeps what it keeps. */
  Path home(int number) {
    return folder.resolve("home" + number);
  }

  /** Every datagram that was sent to the LAN. */
  List<byte[]> called() {
    return List.copyOf(called);
  }

  /** Beacons neither reach this one nor leave it. */
  void deafen(int number, boolean now) {
    if (now) {
      deaf.add(number);
    } else {
      deaf.remove(number);
    }
  }

  /** As a process that is killed: silent from one moment to the next. */
  void kill(int number) {
    GroupMember member = running.remove(number);
    if (member != null) {
      byDoor.remove(doors.get(number));
      member.voter().ifPresent(Voter::close);
      member.close(false, Duration.ofMillis(1));
    }
  }

  /** As a user who types down: with a goodbye. */
  Duration down(int number) {
    GroupMember member = member(number);
    long start = System.nanoTime();
    member.close();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    running.remove(number);
    byDoor.remove(doors.get(number));
    return took;
  }

  GroupMember member(int number) {
    return Optional.ofNullable(running.get(number)).orElseThrow();
  }

  MemberId id(int number) {
    return Optional.ofNullable(keys.get(number)).orElseThrow().id();
  }

  PeerAddress door(int number) {
    return Optional.ofNullable(doors.get(number)).orElseThrow();
  }

  List<String> refusals() {
    return refusals;
  }

  ShareBook book(int number) {
    return books.computeIfAbsent(number, i -> new ShareBook());
  }

  /** Files whose content is of this number, signed by whoever has that identity. */
  void share(int number, int from, int count) {
    List<SharedFile> files = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      files.add(Catalogues.file(i, "folder", "file " + i));
    }
    MemberKeys signer = Optional.ofNullable(keys.get(number)).orElseThrow();
    Instant time = Catalogues.AT;
    List<Statement> statements =
        files.stream().map(f -> new Statement(f.root(), f.size(), f.name(), time)).toList();
    List<Seal.Batch> seals = Seal.signAll(statements, signer.key(), signer);
    List<ShareBook.Entry> entries = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Seal seal = seals.get(i / Seal.MAX_STATEMENTS);
      entries.add(
          new ShareBook.Entry(
              files.get(i),
              Optional.of(
                  new ShareBook.Proof(seal, i % Seal.MAX_STATEMENTS, files.get(i).name(), time))));
    }
    book(number).put(entries);
  }

  /** The tracker, once all that run agree on one and it is one of them. */
  int tracker() {
    return await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(this::agreed, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Integer> agreed() {
    Set<MemberId> named = new HashSet<>();
    Integer tracker = null;
    for (Map.Entry<Integer, GroupMember> entry : running.entrySet()) {
      GroupStatus status = entry.getValue().status();
      if (status.office().isEmpty() || !status.quorum()) {
        return Optional.empty();
      }
      named.add(status.office().get().tracker().id());
      if (status.role() == GroupStatus.Role.TRACKER) {
        tracker = entry.getKey();
      }
    }
    return named.size() == 1 ? Optional.ofNullable(tracker) : Optional.empty();
  }

  /** It is so for all of that time; fails as soon as it is not. */
  static void holds(Duration time, String what, Callable<Boolean> fact) {
    await(what)
        .during(time)
        .atMost(time.plus(LONG))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .failFast("no longer so: " + what, () -> !fact.call())
        .until(fact);
  }

  <T> T read(int number, java.util.function.Function<CatalogueState, T> reader) {
    return member(number).voter().orElseThrow().read(reader);
  }

  /** Contents that somebody present holds, by the tracker's catalogue. */
  long available() {
    return read(
        tracker(),
        state -> state.contents().stream().filter(content -> state.isAvailable(content)).count());
  }

  void awaitAvailable(long count) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> available() == count);
  }

  void awaitVoters(int count) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () ->
                member(tracker()).status().office().orElseThrow().voters().size() == count
                    && member(tracker()).voter().orElseThrow().standing().seats().size() == count);
  }

  @Override
  public void close() {
    // Each waits a moment for its network to fall silent: they do so together.
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (GroupMember member : running.values()) {
        threads.execute(
            () -> {
              member.voter().ifPresent(Voter::close);
              member.close(false, Duration.ofMillis(1));
            });
      }
    }
    running.clear();
    byDoor.clear();
  }
}
