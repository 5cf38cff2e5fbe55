package minibit.group.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Change.Refusal;
import minibit.group.GroupSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class VoterTest {
  @TempDir Path folder;

  /** Groups grow one voter at a time to three; a command is applied by all, with its refusals. */
  @Test
  void whatIsAcknowledgedIsAppliedByAll() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 3)) {
      voters.register(0, 10);

      assertThat(voters.files()).isEqualTo(10);
      for (Voter voter : voters.all()) {
        await().atMost(Voters.LONG).until(() -> voter.read(CatalogueState::fileCount) == 10);
        assertThat(voter.standing().seats()).hasSize(3);
      }
      assertThat(voters.inOffice().propose(Catalogues.founded("again")).get())
          .containsExactly(Refusal.ALREADY_FOUNDED);
    }
  }

  /** A watcher of the library would wake an idle daemon several times a second. */
  @Test
  void nobodyWatchesForPauses() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 1)) {
      voters.register(0, 1);
      // Other tests start voters meanwhile, whose watchers live for a moment.
      await()
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .extracting(Thread::getName)
                      .anyMatch(name -> name.contains("StateMachineUpdater"))
                      .noneMatch(name -> name.contains("JvmPauseMonitor")));
    }
  }

  /**
   * When the tracker goes, another takes office in a higher term with all that was acknowledged.
   */
  @Test
  void nothingAcknowledgedIsLostWhenTheTrackerGoes() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 3)) {
      voters.register(0, 20);
      int first = voters.leader();
      long term = voters.voter(first).standing().term();

      voters.stop(first);

      int second = voters.leader();
      assertThat(second).isNotEqualTo(first);
      assertThat(voters.voter(second).standing().term()).isGreaterThan(term);
      assertThat(voters.files()).isEqualTo(20);

      // Who comes back keeps its log, follows, and catches up.
      voters.register(20, 5);
      Voter back = voters.start(first, List.of());
      await().atMost(Voters.LONG).until(() -> back.read(CatalogueState::fileCount) == 25);
      assertThat(back.standing().term()).isGreaterThan(term);
    }
  }

  /** Without a quorum nothing is acknowledged, and the refusal says who refuses. */
  @Test
  void aMinorityAcknowledgesNothing() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 3)) {
      int leader = voters.leader();
      Voter left = voters.voter(leader);
      for (int i = 0; i < 3; i++) {
        if (i != leader) {
          voters.stop(i);
        }
      }

      assertThatThrownBy(() -> left.propose(Catalogues.founded("lost")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(NotInOfficeException.class);
      await().atMost(Voters.LONG).until(() -> !left.standing().inOffice());
      assertThatThrownBy(() -> left.confirm().get()).hasCauseInstanceOf(NotInOfficeException.class);
    }
  }

  /** A forced election is a genuine one: another voter, elected in a higher term. */
  @Test
  void aForcedElectionChangesTheTracker() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 3)) {
      voters.register(0, 5);
      for (int round = 0; round < 3; round++) {
        int old = voters.leader();
        Standing before = voters.voter(old).standing();

        Election.Outcome outcome =
            Election.force(voters.voter(old), voters.seat(old).member(), Duration.ofSeconds(20));

        assertThat(outcome.term()).isGreaterThan(before.term());
        assertThat(outcome.leader()).isPresent().isNotEqualTo(before.leader());
        int elected = voters.numberOf(outcome.leader().orElseThrow());
        // The elected one voted for itself, and a quorum with it.
        assertThat(voters.voter(elected).standing().votedFor()).isEqualTo(outcome.leader());
      }
      assertThat(voters.files()).isEqualTo(5);
    }
  }

  /** A voter alone is elected again, in a new term. */
  @Test
  void aForcedElectionOfOneIsAnElection() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 1)) {
      long term = voters.inOffice().standing().term();

      Election.Outcome outcome =
          Election.force(voters.inOffice(), voters.seat(0).member(), Duration.ofSeconds(20));

      assertThat(outcome.term()).isGreaterThan(term);
      assertThat(outcome.leader()).contains(voters.seat(0).member());
    }
  }

  /** The office is handed to whom it is meant for, before the old tracker leaves. */
  @Test
  void theOfficeIsHandedOver() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 3)) {
      int old = voters.leader();
      int next = (old + 1) % 3;

      voters.inOffice().handOver(voters.seat(next).member(), Duration.ofSeconds(10)).get();

      await().atMost(Voters.LONG).until(() -> voters.voter(next).standing().inOffice());
    }
  }

  /** Two who change the voters at once do not overwrite each other: the second is refused. */
  @Test
  void votersChangeByCompareAndSet() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 3)) {
      List<Seat> wrong = List.of(voters.seat(0), voters.seat(1));

      assertThatThrownBy(() -> voters.inOffice().seat(wrong, List.of(voters.seat(0))).get())
          .hasCauseInstanceOf(NotInOfficeException.class)
          .hasMessageContaining("different");
    }
  }

  /** Snapshots are taken while commands go on; the log before them goes, and a newcomer has all. */
  @Test
  void aNewcomerIsGivenASnapshot() throws Exception {
    try (Voters voters = new Voters(folder, everySixteen(), 2)) {
      voters.start(0, List.of(voters.seat(0)));
      voters.propose(Catalogues.joined(voters.person(0), "zero"));
      voters.register(0, 80);
      Path machine = voters.place(0).folder();
      await().atMost(Voters.LONG).until(() -> snapshots(machine) > 0);
      voters.register(80, 40);

      voters.start(1, List.of());
      voters.reseat(2);

      await()
          .atMost(Voters.LONG)
          .until(() -> voters.voter(1).read(CatalogueState::fileCount) == 120);
      // And a restart begins at the snapshot.
      voters.stop(0);
      voters.stop(1);
      voters.start(0, List.of());
      voters.start(1, List.of());
      assertThat(voters.files()).isEqualTo(120);
    }
  }

  /** An entry that a crash cut short was never acknowledged: it goes, and all before it stays. */
  @Test
  void aLogCutShortByACrashIsReadUpToThere() throws Exception {
    try (Voters voters = Voters.founded(folder, GroupSettings.DEFAULTS, 1)) {
      voters.register(0, 10);
      voters.stop(0);
      Path tail = openSegment(voters.place(0).folder());
      try (RandomAccessFile file = new RandomAccessFile(tail.toFile(), "rw")) {
        file.setLength(file.length() - 7);
      }

      voters.start(0, List.of());

      assertThat(voters.files()).isBetween(9, 10);
      voters.register(10, 1);
    }
  }

  /** Damage where entries were acknowledged is not voted over: the voter does not start. */
  @Test
  void aDamagedLogDoesNotVote() throws Exception {
    try (Voters voters = new Voters(folder, everySixteen(), 1)) {
      voters.start(0, List.of(voters.seat(0)));
      voters.propose(Catalogues.joined(voters.person(0), "zero"));
      voters.register(0, 60);
      await().atMost(Voters.LONG).until(() -> snapshots(voters.place(0).folder()) > 0);
      voters.stop(0);
      for (Path snapshot : files(voters.place(0).folder(), "snapshot\\.\\d+_\\d+")) {
        try (RandomAccessFile file = new RandomAccessFile(snapshot.toFile(), "rw")) {
          file.seek(file.length() / 2);
          file.write(~file.read());
        }
      }

      assertThatThrownBy(() -> voters.start(0, List.of()))
          .isInstanceOf(DamagedLogException.class)
          .hasMessageMatching(
              "the log of this voter cannot be read: snapshot.* differs from its MD5");
    }
  }

  /** Nothing is wrong with a log that an earlier voter has not let go of: it is tried again. */
  @Test
  void aLogThatIsHeldIsNotDamaged() throws Exception {
    try (Voters voters = new Voters(folder, everySixteen(), 1)) {
      voters.start(0, List.of(voters.seat(0)));
      voters.inOffice();
      Seat elsewhere = new Seat(voters.seat(0).member(), Voters.freePort());

      assertThatThrownBy(
              () ->
                  Voter.start(
                      voters.place(0),
                      elsewhere,
                      List.of(),
                      everySixteen(),
                      VoterListener.NONE,
                      Optional.empty()))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedLogException.class)
          .hasMessageContaining("another voter holds the log");

      voters.stop(0);
      voters.start(0, List.of());
      voters.inOffice();
    }
  }

  /** What the user's folders are called says nothing of the log. */
  @Test
  void aFolderThatIsInTheWayIsNoDamage() throws Exception {
    Path home = folder.resolve("snapshots of corrupted segments");
    try (Voters voters = new Voters(home, everySixteen(), 1)) {
      Files.createDirectories(voters.place(0).home());
      Files.writeString(voters.place(0).folder(), "in the way");

      assertThatThrownBy(() -> voters.start(0, List.of(voters.seat(0))))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedLogException.class);

      Files.delete(voters.place(0).folder());
      voters.start(0, List.of(voters.seat(0)));
      voters.inOffice();
    }
  }

  private static GroupSettings everySixteen() {
    GroupSettings d = GroupSettings.DEFAULTS;
    return new GroupSettings(
        d.heartbeat(),
        d.detectMin(),
        d.detectMax(),
        d.electionMin(),
        d.electionMax(),
        d.lease(),
        d.report(),
        d.listenMin(),
        d.listenMax(),
        d.voters(),
        d.voterSilence(),
        d.memory(),
        16);
  }

  private static int snapshots(Path folder) throws IOException {
    return files(folder, "snapshot\\.\\d+_\\d+\\.md5").size();
  }

  private static List<Path> files(Path folder, String name) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.getFileName().toString().matches(name)).toList();
    }
  }

  private static Path openSegment(Path folder) throws IOException {
    Optional<Path> open = files(folder, "log_inprogress_\\d+").stream().findFirst();
    return open.orElseThrow();
  }
}
