package minibit.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Statement;
import minibit.core.metainfo.Metainfo;
import minibit.core.testing.Payload;
import minibit.daemon.share.ShareException.Code;
import minibit.daemon.share.ShareView.State;
import minibit.daemon.share.scan.Trouble;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesTest {
  @TempDir private Path folder;
  private SharesFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new SharesFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Files of a folder enter the book under the share's name, signed by us. */
  @Test
  void filesOfAFolderAreEnteredAndSigned() throws Exception {
    fixture.write("a.txt", 1000);
    fixture.write("deep/er/b.png", 70_000);
    fixture.shares.add(fixture.data);
    fixture.refresh();

    assertThat(fixture.paths()).containsExactly("data/a.txt", "data/deep/er/b.png");
    for (ShareBook.Entry entry : fixture.entries()) {
      ShareBook.Proof proof = entry.proof().orElseThrow();
      Statement said =
          new Statement(
              entry.file().root(), entry.file().size(), entry.file().name(), proof.time());
      assertThat(proof.seal().isGenuine()).isTrue();
      assertThat(proof.seal().covers(said, proof.place())).isTrue();
      assertThat(proof.seal().key()).isEqualTo(fixture.keys.key());
    }
    assertThat(fixture.entry("data/deep/er/b.png").file().mediaType()).isEqualTo("image/png");
    assertThat(fixture.entry("data/deep/er/b.png").file().folder()).isEqualTo("data/deep/er");
  }

  /** A single file from anywhere lies in no folder. */
  @Test
  void aSingleFileIsSharedWithoutAFolder() throws Exception {
    Path file = fixture.write("one.txt", 10);
    fixture.write("other.txt", 10);
    fixture.shares.add(file);
    fixture.refresh();

    assertThat(fixture.paths()).containsExactly("one.txt");
    assertThat(fixture.view().kind()).isEqualTo(ShareView.Kind.FILE);
  }

  /** Two shares of one name are told apart, and stay so over restarts. */
  @Test
  void sharesOfOneNameAreNumbered() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other/data"));
    Files.writeString(other.resolve("b"), "b");
    fixture.write("a", 1);
    fixture.shares.add(fixture.data);
    fixture.shares.add(other);
    fixture.refresh();
    assertThat(fixture.paths()).containsExactly("data (2)/b", "data/a");

    fixture.restart();
    fixture.awaitPaths("data (2)/b", "data/a");
  }

  /** What makes no share is refused under a stable code. */
  @Test
  void whatCannotBeSharedIsRefused() throws Exception {
    fixture.write("in/a", 1);
    fixture.shares.add(fixture.data);

    assertRefused(fixture.data, Code.ALREADY_SHARED);
    assertRefused(fixture.data.resolve("in"), Code.ALREADY_SHARED);
    assertRefused(folder.resolve("none"), Code.NOT_FOUND);
    assertRefused(fixture.home, Code.INSIDE_HOME);
    assertRefused(fixture.downloads, Code.ALREADY_SHARED);
    assertRefused(Path.of("/dev/null"), Code.NOT_A_FILE);
    assertRefused(Path.of("/"), Code.NO_NAME);
  }

  private void assertRefused(Path path, Code code) {
    assertThatThrownBy(() -> fixture.shares.add(path))
        .isInstanceOfSatisfying(ShareException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** The home is never shared, nor is a share inside another twice. */
  @Test
  void aShareAroundOthersLeavesThemAlone() throws Exception {
    fixture.write("a", 1);
    fixture.shares.add(fixture.data);
    fixture.shares.add(folder);
    fixture.refresh();
    assertThat(fixture.paths()).containsExactly("data/a");

    // Once the inner one ends, the outer one has its files.
    fixture.shares.remove(fixture.data);
    fixture.awaitPaths(folder.getFileName() + "/data/a");
  }

  /** Ended shares leave the book at once; shared again, nothing is read again. */
  @Test
  void anEndedShareLeavesTheBook() throws Exception {
    Path file = fixture.write("a", 5000);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    PiecesRoot root = fixture.entry("data/a").file().root();

    assertThat(fixture.shares.remove(fixture.data)).isTrue();
    assertThat(fixture.paths()).isEmpty();
    assertThat(fixture.shares.byRoot(root)).isEmpty();
    assertThat(fixture.shares.remove(fixture.data)).isFalse();

    changeUnseen(file, Payload.of("unseen", 5000));
    fixture.shares.add(fixture.data);
    fixture.refresh();
    assertThat(fixture.entry("data/a").file().root()).isEqualTo(root);
  }

  /**
   * Other bytes, while size, time and inode stay: who reads the file sees it, who looks does not.
   */
  private static void changeUnseen(Path file, byte[] bytes) throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
  }

  /** After a restart the same entries under the same signatures, and no file is read. */
  @Test
  void unchangedFilesAreNeitherReadNorSignedAgain() throws Exception {
    Path file = fixture.write("a", 100_000);
    fixture.write("b/c", 10);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    List<ShareBook.Entry> before = fixture.entries();
    fixture.shares.close();
    changeUnseen(file, Payload.of("unseen", 100_000));

    fixture.restart();
    fixture.refresh();

    assertThat(fixture.entries()).isEqualTo(before);
  }

  /** What changed between two starts is read and signed again, and only that. */
  @Test
  void changedFilesAreHashedAgainAtTheNextStart() throws Exception {
    fixture.write("a", 100);
    fixture.write("b", 100);
    fixture.write("gone/c", 100);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    ShareBook.Entry a = fixture.entry("data/a");
    ShareBook.Entry b = fixture.entry("data/b");
    fixture.shares.close();
    fixture.write("b", Payload.of("new", 200));
    Files.delete(fixture.data.resolve("gone/c"));
    Files.delete(fixture.data.resolve("gone"));

    fixture.restart();
    fixture.refresh();

    assertThat(fixture.entry("data/a")).isEqualTo(a);
    assertThat(fixture.entry("data/b").file().root()).isNotEqualTo(b.file().root());
    assertThat(fixture.paths()).containsExactly("data/a", "data/b");
    assertThat(fixture.shares.files("", 0, 10)).hasSize(2);
  }

  /** A new identity signs everything anew: nobody else's key speaks for us. */
  @Test
  void aNewIdentitySignsAnew() throws Exception {
    fixture.write("a", 100);
    fixture.shares.add(fixture.data);
    fixture.refresh();

    fixture.keys = MemberKeys.drawn();
    fixture.restart();
    fixture.refresh();

    ShareBook.Proof proof = fixture.entry("data/a").proof().orElseThrow();
    assertThat(proof.seal().key()).isEqualTo(fixture.keys.key());
    assertThat(proof.seal().isGenuine()).isTrue();
  }

  /** A content is found by its root and by every form of its info-hashes. */
  @Test
  void contentsAreFoundByRootAndHash() throws Exception {
    Path file = fixture.write("a.bin", 50_000);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    var registered = fixture.entry("data/a.bin").file();

    LocalContent content = fixture.shares.byRoot(registered.root()).orElseThrow();

    assertThat(content.file()).isEqualTo(file);
    assertThat(content.size()).isEqualTo(50_000);
    Metainfo torrent = content.torrent("a.bin");
    assertThat(torrent.hashes().v1()).hasValue(registered.v1());
    assertThat(torrent.hashes().v2()).hasValue(registered.v2());
    for (InfoHash hash : List.of(registered.v1(), registered.v2(), registered.v2().wire())) {
      assertThat(fixture.shares.byHash(hash).map(LocalContent::root)).hasValue(registered.root());
    }
    assertThat(fixture.shares.byHash(content.torrent("other").hashes().v1().orElseThrow()))
        .isEmpty();
  }

  /** Empty files are shared; their root is zeros, and no torrent can be of them. */
  @Test
  void emptyFilesAreShared() throws Exception {
    fixture.write("empty", 0);
    fixture.shares.add(fixture.data);
    fixture.refresh();

    var file = fixture.entry("data/empty").file();
    assertThat(file.root()).isEqualTo(PiecesRoot.of(new byte[32]));
    LocalContent content = fixture.shares.byRoot(file.root()).orElseThrow();
    assertThatThrownBy(() -> content.torrent("empty"))
        .isInstanceOfSatisfying(
            ShareException.class, e -> assertThat(e.code()).isEqualTo(Code.EMPTY_FILE));
  }

  /** A file is a file wherever it is moved: its hashes move with it. */
  @Test
  void movedFilesAreNotReadAgain() throws Exception {
    Path file = fixture.write("a", 5000);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    PiecesRoot root = fixture.entry("data/a").file().root();
    changeUnseen(file, Payload.of("unseen", 5000));

    Files.createDirectories(fixture.data.resolve("sub"));
    Files.move(file, fixture.data.resolve("sub/b"));
    fixture.refresh();

    assertThat(fixture.paths()).containsExactly("data/sub/b");
    assertThat(fixture.entry("data/sub/b").file().root()).isEqualTo(root);
  }

  /** Lists are by path, filtered by a part of it in any case, in pages. */
  @Test
  void filesAreListedInPages() throws Exception {
    for (String name : List.of("x/c", "x/a", "B", "y/Übung", "z")) {
      fixture.write(name, 3);
    }
    fixture.shares.add(fixture.data);
    fixture.refresh();

    assertThat(fixture.shares.files("", 0, 10))
        .extracting(LocalFile::path)
        .containsExactly("data/B", "data/z", "data/x/a", "data/x/c", "data/y/Übung");
    assertThat(fixture.shares.files("", 1, 2))
        .extracting(LocalFile::path)
        .containsExactly("data/z", "data/x/a");
    assertThat(fixture.shares.files("x/a", 0, 1).getFirst().hashes())
        .hasValueSatisfying(
            hashes -> assertThat(hashes.v1()).hasValue(fixture.entry("data/x/a").file().v1()));
    assertThat(fixture.shares.files("üB", 0, 10))
        .extracting(LocalFile::name)
        .containsExactly("Übung");
    assertThat(fixture.shares.count("x")).isEqualTo(2);
    assertThat(fixture.shares.count("")).isEqualTo(5);
  }

  /** What cannot be read is counted and named; the rest is shared. */
  @Test
  void unreadableFilesAreNamed() throws Exception {
    Path file = fixture.write("secret", 100);
    fixture.write("sub/b", 100);
    Path sub = fixture.data.resolve("sub");
    fixture.write("open", 100);
    assertThat(file.toFile().setReadable(false) && sub.toFile().setReadable(false)).isTrue();
    assumeFalse(Files.isReadable(file), "root reads everything");
    try {
      fixture.shares.add(fixture.data);
      fixture.refresh();
      assertThat(fixture.paths()).containsExactly("data/open");
      assertThat(fixture.view().failed()).isEqualTo(2);
      assertThat(fixture.view().files()).isEqualTo(1);
      assertThat(fixture.view().troubles())
          .extracting(Trouble::path)
          .containsExactlyInAnyOrder(file, sub);
    } finally {
      assertThat(file.toFile().setReadable(true) && sub.toFile().setReadable(true)).isTrue();
    }
    fixture.awaitPaths("data/open", "data/secret", "data/sub/b");
  }

  /** After the end nothing hangs: callers are told. */
  @Test
  void closedSharesSaySo() throws Exception {
    fixture.shares.close();
    assertThatThrownBy(() -> fixture.shares.add(fixture.data)).isInstanceOf(ShareException.class);
    assertThat(fixture.shares.refresh()).isCompletedExceptionally();
  }

  /** Whoever shared something sees it in the list, without waiting. */
  @Test
  void aShareIsListedAtOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      Path file = fixture.write("file " + i, 1);
      fixture.shares.add(file);
      assertThat(fixture.shares.shares()).extracting(ShareView::path).contains(file);
    }
  }

  /** Views and totals say what is there once all is hashed. */
  @Test
  void viewsAndTotalsCount() throws Exception {
    fixture.write("a", 1000);
    fixture.write("b/c", 500);
    fixture.shares.add(fixture.data);
    fixture.refresh();

    ShareView view = fixture.view();
    assertThat(view.state()).isEqualTo(State.READY);
    assertThat(view.path()).isEqualTo(fixture.data);
    assertThat(List.of(view.files(), view.bytes(), view.hashedFiles(), view.hashedBytes()))
        .containsExactly(2L, 1500L, 2L, 1500L);
    assertThat(fixture.shares.totals())
        .isEqualTo(new ShareTotals(2, 1500, 0, 0, false, Optional.empty()));
  }
}
