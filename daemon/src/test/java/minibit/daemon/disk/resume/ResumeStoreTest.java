package minibit.daemon.disk.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.daemon.disk.FileStamp;
import minibit.daemon.disk.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeStoreTest {
  private static final InfoHashes HASHES = InfoHashes.v1(InfoHash.of(new byte[20]));

  private static final PiecesRoot ROOT = PiecesRoot.of(new byte[PiecesRoot.LENGTH]);

  @TempDir Path home;

  private ResumeStore store() {
    return new JournalStore(home);
  }

  /** What was told is there again, without an orderly end. */
  @Test
  void factsSurvive() throws Exception {
    try (ResumeStore store = store();
        ResumeLog log = store.open(HASHES, home)) {
      assertThat(log.state().known()).isFalse();
      log.begun(3);
      log.begun(4);
      log.verified(3);
      log.begun(5);
      log.forgotten(5);
      log.info(new byte[] {1, 2});
      log.layer(ROOT, new byte[] {3});
      log.layer(ROOT, new byte[] {4, 5});
    }
    try (ResumeStore store = store();
        ResumeLog log = store.open(HASHES, home)) {
      ResumeState state = log.state();
      assertThat(state.known()).isTrue();
      assertThat(state.verified().stream()).containsExactly(3);
      assertThat(state.begun().stream()).containsExactly(4);
      assertThat(state.info().orElseThrow()).containsExactly(1, 2);
      assertThat(state.layers()).containsOnlyKeys(ROOT);
      assertThat(state.layers().get(ROOT)).containsExactly(4, 5);
      assertThat(state.rested()).isEmpty();
      log.rest(List.of(new FileStamp(0, 10, 20)));
    }
    try (ResumeStore store = store();
        ResumeLog log = store.open(HASHES, home)) {
      assertThat(log.state().trusts(new FileStamp(0, 10, 20))).isTrue();
      assertThat(log.state().trusts(new FileStamp(0, 10, 21))).isFalse();
    }
  }

  /** Two runs of one torrent in one folder would overwrite each other. */
  @Test
  void aSecondRunIsRefused() throws Exception {
    try (ResumeStore store = store();
        ResumeLog first = store.open(HASHES, home)) {
      assertThat(first.state()).isNotNull();
      assertThatThrownBy(() -> store.open(HASHES, home)).isInstanceOf(StorageException.class);
    }
  }

  /** A torn tail costs what it held, and nothing before it. */
  @Test
  void aTornTailIsTolerated() throws Exception {
    JournalStore store = new JournalStore(home);
    try (ResumeLog log = store.open(HASHES, home)) {
      log.verified(1);
    }
    Path file;
    try (var files = Files.list(home)) {
      file = files.findFirst().orElseThrow();
    }
    Files.write(file, new byte[] {2, 0, 0, 0, 4, 9}, StandardOpenOption.APPEND);

    try (ResumeLog log = store.open(HASHES, home)) {
      assertThat(log.state().verified().stream()).containsExactly(1);
      log.verified(2);
    }
    try (ResumeLog log = store.open(HASHES, home)) {
      assertThat(log.state().verified().stream()).containsExactly(1, 2);
    }
  }

  /** A power cut takes what was not forced to the disk; so may a restart, for all we know. */
  @Test
  void afterARestartOnlyWhatWasForcedIsSure() throws Exception {
    try (ResumeLog log = atBoot(1).open(HASHES, home)) {
      log.verified(1);
      log.verified(2);
      log.verified(3);
      log.forcing();
      log.verified(4);
      log.forced();
      log.begun(2);
      log.verified(2);
      log.forcing();
      log.rest(List.of(new FileStamp(0, 10, 20)));
    }
    try (ResumeLog log = atBoot(1).open(HASHES, home)) {
      assertThat(log.state().unsure().stream()).isEmpty();
      // What was being forced when the process ended is not.
      log.forced();
      log.rest(List.of(new FileStamp(0, 10, 20)));
    }
    try (ResumeLog log = atBoot(2).open(HASHES, home)) {
      assertThat(log.state().trusts(new FileStamp(0, 10, 20))).isTrue();
      assertThat(log.state().unsure().stream()).containsExactly(2, 4);
    }
  }

  /** A system that does not say when it started may have restarted. */
  @Test
  void whereNothingSaysWhenTheMachineStartedItMayHaveRestarted() throws Exception {
    for (int run = 0; run < 2; run++) {
      try (ResumeLog log = new JournalStore(home, () -> new byte[0]).open(HASHES, home)) {
        assertThat(log.state().unsure().cardinality()).isEqualTo(run);
        log.verified(1);
      }
    }
  }

  private ResumeStore atBoot(int number) {
    return new JournalStore(home, () -> new byte[] {(byte) number});
  }
}
