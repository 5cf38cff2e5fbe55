package minibit.daemon.disk.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeStoreTest {
  private static final InfoHashes HASHES = InfoHashes.v1(InfoHash.of(new byte[20]));

  private static final PiecesRoot ROOT = PiecesRoot.of(new byte[PiecesRoot.LENGTH]);

  @TempDir Path home;

  private ResumeStore store(String kind) throws IOException {
    return kind.equals("sqlite")
        ? SqliteStore.open(home.resolve("resume.db"))
        : new JournalStore(home);
  }

  /** What was told is there again, without an orderly end. */
  @ParameterizedTest
  @ValueSource(strings = {"journal", "sqlite"})
  void factsSurvive(String kind) throws Exception {
    try (ResumeStore store = store(kind);
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
    try (ResumeStore store = store(kind);
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
    try (ResumeStore store = store(kind);
        ResumeLog log = store.open(HASHES, home)) {
      assertThat(log.state().trusts(new FileStamp(0, 10, 20))).isTrue();
      assertThat(log.state().trusts(new FileStamp(0, 10, 21))).isFalse();
    }
  }

  /** Two runs of one torrent in one folder would overwrite each other. */
  @ParameterizedTest
  @ValueSource(strings = {"journal", "sqlite"})
  void aSecondRunIsRefused(String kind) throws Exception {
    try (ResumeStore store = store(kind);
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
}
