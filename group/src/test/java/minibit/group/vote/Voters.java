package minibit.group.vote;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Catalogues;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.TestIdentity;
import minibit.group.GroupSettings;
import minibit.group.testing.Ports;

/** Voters of one group in this process, each with a folder and a port of its own on loopback. */
final class Voters implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final Path folder;
  private final GroupSettings settings;
  private final GroupId group = new GroupId(UUID.randomUUID());
  private final TreeMap<Integer, Voter> running = new TreeMap<>();
  private final List<TestIdentity> people = new ArrayList<>();
  private final List<Seat> seats = new ArrayList<>();

  Voters(Path folder, GroupSettings settings, int size) throws IOException {
    this.folder = folder;
    this.settings = settings;
    for (int i = 0; i < size; i++) {
      people.add(TestIdentity.of(100 + i));
      seats.add(new Seat(people.get(i).id(), freePort()));
    }
  }

  /** A group of one, then grown one by one to all. */
  static Voters founded(Path folder, GroupSettings settings, int size) throws Exception {
    Voters voters = new Voters(folder, settings, size);
    voters.start(0, List.of(voters.seat(0)));
    voters.inOffice();
    voters.propose(Catalogues.founded("test"));
    for (int i = 0; i < size; i++) {
      voters.propose(Catalogues.joined(voters.person(i), "member " + i));
    }
    for (int i = 1; i < size; i++) {
      voters.start(i, List.of());
      voters.reseat(i + 1);
    }
    return voters;
  }

  /** Makes the first {@code size} the voters, as the tracker in office does. */
  void reseat(int size) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> reseatOnce(new ArrayList<>(seats.subList(0, size))));
  }

  private boolean reseatOnce(List<Seat> next) throws InterruptedException {
    try {
      Voter voter = inOffice();
      voter.seat(voter.standing().seats(), next).get(30, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  static PeerAddress freePort() throws IOException {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, Ports.free());
  }

  VoterPlace place(int i) {
    return new VoterPlace(folder.resolve("voter" + i), group, 0);
  }

  Seat seat(int i) {
    return seats.get(i);
  }

  TestIdentity person(int i) {
    return people.get(i);
  }

  Voter start(int i, List<Seat> founders) throws IOException {
    Voter voter =
        Voter.start(
            place(i), seats.get(i), founders, settings, VoterListener.NONE, Optional.empty());
    running.put(i, voter);
    return voter;
  }

  void stop(int i) {
    Optional.ofNullable(running.remove(i)).ifPresent(Voter::close);
  }

  Voter voter(int i) {
    return Optional.ofNullable(running.get(i)).orElseThrow();
  }

  List<Voter> all() {
    return List.copyOf(running.values());
  }

  int numberOf(MemberId id) {
    return people.stream().map(TestIdentity::id).toList().indexOf(id);
  }

  /** Who is in office, waiting for an election if there is one. */
  Voter inOffice() {
    return voter(leader());
  }

  int leader() {
    return await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(this::anyInOffice, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Integer> anyInOffice() {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().standing().inOffice())
        .max(Comparator.comparing(entry -> entry.getValue().standing().term()))
        .map(Map.Entry::getKey);
  }

  /** Proposes until it is acknowledged, as a tracker does for a member. */
  void propose(CatalogueCommand command) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              try {
                inOffice().propose(command).get(20, TimeUnit.SECONDS);
                return true;
              } catch (ExecutionException | TimeoutException e) {
                return false;
              }
            });
  }

  /** Registers this many files of member 0, one entry each, from this number on. */
  void register(int from, int count) {
    for (int i = from; i < from + count; i++) {
      propose(Catalogues.register(people.getFirst().id(), Catalogues.file(i + 1, "d", "f" + i)));
    }
  }

  /** What the group's truth is: read where a quorum confirms it. */
  int files() {
    return await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(this::filesNow, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Integer> filesNow() throws InterruptedException {
    try {
      Voter voter = inOffice();
      voter.confirm().get(20, TimeUnit.SECONDS);
      return Optional.of(voter.read(state -> state.fileCount()));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  static CatalogueCommand away(MemberId id) {
    return new CatalogueCommand.Away(id, Instant.EPOCH);
  }

  @Override
  public void close() {
    // Each waits a moment for its network to fall silent: they do so together.
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      running.values().forEach(voter -> threads.execute(voter::close));
    }
  }
}
