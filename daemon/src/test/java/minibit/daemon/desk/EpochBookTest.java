package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Role;
import minibit.daemon.api.model.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times in office are remembered as they were seen. */
class EpochBookTest {
  private static final MemberRef ANA = new MemberRef("ana", "a1", "192.0.2.1:7000");
  private static final MemberRef BIA = new MemberRef("bia", "b2", "192.0.2.2:7000");

  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-04T10:00:00Z"));

  private static GroupView group(long epoch, Optional<MemberRef> tracker, List<MemberRef> votes) {
    return new GroupView(
        "lab",
        "id",
        epoch,
        0,
        Role.VOTER,
        tracker,
        List.of(ANA, BIA),
        List.of(),
        2,
        2,
        tracker.isPresent(),
        Optional.empty(),
        Optional.of(
            new GroupView.Election(epoch, 0, tracker, Instant.EPOCH, Optional.empty(), votes)),
        false,
        Optional.empty());
  }

  private void look(EpochBook book, GroupView group) {
    now.set(now.get().plusSeconds(1));
    book.look(group);
  }

  /** A look at the group may ask the tracker for all members: not every second for nothing. */
  @Test
  void nobodyIsAskedWhileNothingChanges() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      EpochBook book = new EpochBook(ledger, now::get);
      AtomicInteger asked = new AtomicInteger();
      Supplier<GroupView> ana =
          () -> {
            asked.incrementAndGet();
            return group(2, Optional.of(ANA), List.of());
          };
      for (int second = 0; second < 10; second++) {
        book.look("ana", ana);
      }
      assertThat(asked).hasValue(1);
      book.look("bia", () -> group(3, Optional.of(BIA), List.of()));
      assertThat(book.timeline().epochs()).hasSize(2);
    }
  }

  @Test
  void everyTimeInOfficeIsRemembered() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      EpochBook book = new EpochBook(ledger, now::get);
      look(book, group(1, Optional.empty(), List.of()));
      look(book, group(2, Optional.of(ANA), List.of()));
      look(book, group(2, Optional.of(ANA), List.of(BIA)));
      look(book, group(2, Optional.empty(), List.of()));
      look(book, group(3, Optional.of(BIA), List.of()));
      book.close();
    }
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      List<Timeline.Epoch> epochs = new EpochBook(ledger, now::get).timeline().epochs();
      assertThat(epochs)
          .extracting(Timeline.Epoch::tracker)
          .containsExactly(Optional.of(ANA), Optional.empty(), Optional.of(BIA));
      assertThat(epochs).allMatch(epoch -> epoch.to().isPresent());
      assertThat(epochs.getFirst().votes()).containsExactly(BIA);
      assertThat(epochs.getFirst().to()).contains(epochs.get(1).from());
    }
  }

  /** However restless a group is, the file stays small. */
  @Test
  void onlyTheLastOnesAreKept() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      EpochBook book = new EpochBook(ledger, now::get);
      for (int epoch = 1; epoch <= Timeline.MAX + 20; epoch++) {
        look(book, group(epoch, Optional.of(epoch % 2 == 0 ? ANA : BIA), List.of()));
      }
      assertThat(book.timeline().epochs()).hasSize(Timeline.MAX);
      assertThat(book.timeline().epochs().getLast().epoch()).isEqualTo(Timeline.MAX + 20);
    }
  }
}
