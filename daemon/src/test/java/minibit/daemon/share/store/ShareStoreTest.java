package minibit.daemon.share.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.FileRow.Signed;
import minibit.group.member.MemberKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShareStoreTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("shares.db");
  }

  /** What is no database, or of a newer version, is refused in words and left as it is. */
  @Test
  void aStoreThatIsNoneIsRefused() throws Exception {
    Files.writeString(file(), "not a database, but long enough to be read as one".repeat(50));
    assertThatThrownBy(() -> ShareStore.open(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a database");
    assertThat(Files.readString(file())).startsWith("not a database");

    Files.delete(file());
    ShareStore.open(file()).close();
    Sql sql = Sql.open(file());
    sql.pragma("user_version=99");
    sql.close();
    assertThatThrownBy(() -> ShareStore.open(file())).hasMessageContaining("newer minibit");
  }

  /** Both kinds of signatures come back as they were. */
  @Test
  void signaturesAreKept() throws Exception {
    MemberKeys keys = MemberKeys.drawn();
    List<Statement> said =
        List.of(
            new Statement(PiecesRoot.of(new byte[32]), 0, "a", Instant.EPOCH),
            new Statement(PiecesRoot.of(new byte[32]), 0, "b", Instant.EPOCH));
    Seal.Batch batch = Seal.Batch.sign(said, keys.key(), keys);
    Seal path = batch.pathOf(1).orElseThrow();
    assertThat(SealBytes.unpack(SealBytes.pack(batch))).isEqualTo(batch);
    assertThat(SealBytes.unpack(SealBytes.pack(path))).isEqualTo(path);
    assertThatThrownBy(() -> SealBytes.unpack(new byte[] {0, 1, 2}))
        .isInstanceOf(IOException.class);
  }

  /** Signatures of files that are gone for good do not pile up; those in use stay. */
  @Test
  void unusedSignaturesAreDropped() throws Exception {
    MemberKeys keys = MemberKeys.drawn();
    Statement said = new Statement(PiecesRoot.of(new byte[32]), 0, "a", Instant.EPOCH);
    try (ShareStore store = ShareStore.open(file())) {
      ShareRow share = store.addShare(folder, "x", "FOLDER");
      FolderRow row = store.folder(share.id(), "x", folder);
      long[] seals = new long[2];
      for (int i = 0; i < 2; i++) {
        FileRow file = store.insert(row.id(), "f" + i, Optional.empty(), new Stamp(0, 1, 2 + i, 3));
        store.hashed(file, ContentHashes.EMPTY, ContentHashes.EMPTY.infoHashes("f" + i));
        seals[i] = store.addSeal(Seal.Batch.sign(List.of(said), keys.key(), keys));
        store.signed(file.id(), new Signed(seals[i], 0, Optional.empty(), Instant.EPOCH));
      }
      store.gone(store.file(row.id(), "f0").orElseThrow().id());
      store.forget(Instant.now().plusSeconds(1));
      store.commit();
      try (ShareReader reader = ShareReader.open(file())) {
        assertThat(reader.seal(seals[0])).isEmpty();
        assertThat(reader.seal(seals[1])).isPresent();
      }
      assertThat(store.files(row.id())).extracting(FileRow::name).containsExactly("f1");
    }
  }
}
