package minibit.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.core.metainfo.Metainfo;
import minibit.core.testing.Payload;
import minibit.daemon.share.ShareView.Kind;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetched files become shared ones. */
class AdoptionTest {
  @TempDir private Path folder;
  private SharesFixture fixture;
  private Metainfo torrent;
  private byte[] bytes;

  @BeforeEach
  void open() throws Exception {
    fixture = new SharesFixture(folder);
    bytes = Payload.of("fetched", 100_000);
    Path original = fixture.write("original.bin", bytes);
    fixture.shares.add(original);
    fixture.refresh();
    PiecesRoot root = fixture.entry("original.bin").file().root();
    torrent = fixture.shares.byRoot(root).orElseThrow().torrent("original.bin");
    fixture.shares.remove(original);
    Files.delete(original);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** A file of other bytes than known: whoever read it would notice. */
  private LocalContent unread(Path file, Optional<ShareBook.Proof> proof) throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(file, Payload.of("never read", bytes.length));
    return LocalContent.fetched(file, torrent, Optional.empty(), proof).orElseThrow();
  }

  private PiecesRoot root() {
    return torrent.files().getFirst().root().orElseThrow();
  }

  /** A fetched file is shared from the download folder without being read, over restarts too. */
  @Test
  void aFetchedFileIsNotReadAgain() throws Exception {
    Path file = fixture.downloads.resolve("sub/copy.bin");
    fixture.shares.adopt(file, unread(file, Optional.empty()));

    assertThat(fixture.shares.byRoot(root()).map(LocalContent::file)).hasValue(file);
    fixture.awaitPaths("fetched/sub/copy.bin");
    assertThat(fixture.entry("fetched/sub/copy.bin").file().root()).isEqualTo(root());
    assertThat(fixture.view().kind()).isEqualTo(Kind.DOWNLOADS);
    fixture.restart();
    fixture.refresh();
    assertThat(fixture.entry("fetched/sub/copy.bin").file().root()).isEqualTo(root());
  }

  /** What else lies in the download folder is not shared, nor what has been abandoned. */
  @Test
  void onlyWhatWasFetchedIsSharedThere() throws Exception {
    Path file = fixture.downloads.resolve("copy.bin");
    fixture.shares.adopt(file, unread(file, Optional.empty()));
    Files.writeString(fixture.downloads.resolve("other"), "half of something");
    fixture.refresh();
    assertThat(fixture.paths()).containsExactly("fetched/copy.bin");

    assertThat(fixture.shares.remove(file)).isTrue();
    fixture.refresh();
    assertThat(fixture.paths()).isEmpty();
  }

  /** The publisher stays whoever signed it first, over restarts too. */
  @Test
  void theirSignatureIsKept() throws Exception {
    MemberKeys theirs = MemberKeys.drawn();
    Instant time = Instant.ofEpochMilli(1_700_000_000_000L);
    Statement said = new Statement(root(), bytes.length, "original.bin", time);
    Seal seal = Seal.Batch.sign(List.of(said), theirs.key(), theirs);
    Path file = fixture.downloads.resolve("copy.bin");
    var proof = new ShareBook.Proof(seal, 0, "original.bin", time);
    fixture.shares.adopt(file, unread(file, Optional.of(proof)));
    fixture.awaitPaths("fetched/copy.bin");

    fixture.restart();
    fixture.awaitPaths("fetched/copy.bin");
    ShareBook.Proof kept = fixture.entry("fetched/copy.bin").proof().orElseThrow();
    assertThat(kept.seal().key()).isEqualTo(theirs.key());
    assertThat(kept.seal().isGenuine()).isTrue();
    assertThat(kept.seal().covers(said, kept.place())).isTrue();
    assertThat(kept.name()).isEqualTo("original.bin");
  }

  /** A signature of something else is not passed on: we sign ourselves. */
  @Test
  void aSignatureThatSaysSomethingElseIsNotKept() throws Exception {
    MemberKeys theirs = MemberKeys.drawn();
    Statement other = new Statement(root(), bytes.length, "other.bin", Instant.EPOCH);
    Seal seal = Seal.Batch.sign(List.of(other), theirs.key(), theirs);
    Path file = fixture.downloads.resolve("copy.bin");
    var proof = new ShareBook.Proof(seal, 0, "original.bin", Instant.EPOCH);
    fixture.shares.adopt(file, unread(file, Optional.of(proof)));
    fixture.awaitPaths("fetched/copy.bin");
    assertThat(fixture.entry("fetched/copy.bin").proof().orElseThrow().seal().key())
        .isEqualTo(fixture.keys.key());
  }

  /** A file that changed after it was fetched is read, whatever was known. */
  @Test
  void aFileThatChangedIsRead() throws Exception {
    Path file = fixture.downloads.resolve("copy.bin");
    LocalContent known = unread(file, Optional.empty());
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    fixture.shares.adopt(file, known);
    fixture.refresh();
    assertThat(fixture.entry("fetched/copy.bin").file().root()).isNotEqualTo(root());
  }

  /** What a transfer writes is left alone until it is whole, also over a restart. */
  @Test
  void whatIsBeingFetchedIsLeftAlone() throws Exception {
    fixture.write("shared", 1);
    Path file = fixture.data.resolve("coming/soon.bin");
    fixture.shares.hold(file);
    fixture.shares.add(fixture.data);
    LocalContent known = unread(file, Optional.empty());
    fixture.refresh();
    assertThat(fixture.paths()).containsExactly("data/shared");
    fixture.restart();
    fixture.refresh();
    assertThat(fixture.paths()).containsExactly("data/shared");

    fixture.shares.adopt(file, known);
    fixture.awaitPaths("data/coming/soon.bin", "data/shared");
    assertThat(fixture.entry("data/coming/soon.bin").file().root()).isEqualTo(root());
    fixture.refresh();
    assertThat(fixture.view().files()).isEqualTo(2);
  }

  /** A file that was fetched to a place of its own is a share of its own. */
  @Test
  void aFileElsewhereIsAShareOfItsOwn() throws Exception {
    Path file = folder.resolve("elsewhere/copy.bin");
    fixture.shares.adopt(file, unread(file, Optional.empty()));
    fixture.awaitPaths("copy.bin");
    assertThat(fixture.entry("copy.bin").file().root()).isEqualTo(root());
    assertThat(fixture.view().kind()).isEqualTo(Kind.FILE);
  }

  /** Without hashes it is read, and shared all the same. */
  @Test
  void aFileWithoutHashesIsRead() throws Exception {
    Path file = fixture.downloads.resolve("copy.bin");
    Files.write(file, bytes);
    fixture.shares.adopt(file);
    fixture.awaitPaths("fetched/copy.bin");
    assertThat(fixture.entry("fetched/copy.bin").file().root()).isEqualTo(root());
  }
}
