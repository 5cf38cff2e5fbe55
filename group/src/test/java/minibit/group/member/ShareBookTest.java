package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Registration;
import minibit.core.catalogue.ShareDigest;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.core.identity.TestIdentity;
import org.junit.jupiter.api.Test;

/** What a member has registered goes out in few commands, each with few seals. */
class ShareBookTest {
  private static final TestIdentity WHO = TestIdentity.of(1);
  private static final int SEALS = 20;
  private static final int FILES_A_SEAL = 500;
  private static final int SEAL_LEAVES = 512;
  private static final int LEAF = 32;
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final List<Integer> ALL = IntStream.range(0, ShareDigest.BUCKETS).boxed().toList();

  /** Files are hashed, and so signed, in another order than that of their paths. */
  private static List<ShareBook.Entry> mixed() {
    List<List<ShareBook.Entry>> bySeal = new ArrayList<>();
    for (int number = 0; number < SEALS; number++) {
      List<SharedFile> files = new ArrayList<>();
      List<Statement> statements = new ArrayList<>();
      for (int i = 0; i < FILES_A_SEAL; i++) {
        int content = i * SEALS + number;
        SharedFile file = Catalogues.file(content + 1, "folder", "file " + content);
        files.add(file);
        statements.add(new Statement(file.root(), file.size(), file.name(), Catalogues.AT));
      }
      Seal seal = Seal.Batch.sign(statements, WHO.key(), WHO);
      List<ShareBook.Entry> entries = new ArrayList<>();
      for (int i = 0; i < FILES_A_SEAL; i++) {
        entries.add(
            new ShareBook.Entry(
                files.get(i),
                Optional.of(new ShareBook.Proof(seal, i, files.get(i).name(), Catalogues.AT))));
      }
      bySeal.add(entries);
    }
    List<ShareBook.Entry> mixed = new ArrayList<>();
    for (int i = 0; i < FILES_A_SEAL; i++) {
      for (List<ShareBook.Entry> entries : bySeal) {
        mixed.add(entries.get(i));
      }
    }
    mixed.add(new ShareBook.Entry(Catalogues.file(1_000_000, "", "unsigned"), Optional.empty()));
    return mixed;
  }

  @Test
  void filesUnderTheSameSealGoTogether() {
    List<ShareBook.Entry> mixed = mixed();
    List<ShareBatches.Batch> batches =
        ShareBatches.of(mixed.stream().map(BookLine::of).toList()).stream()
            .map(ShareBatches::batch)
            .toList();

    int brought = batches.stream().mapToInt(batch -> batch.seals().size()).sum();
    assertThat(brought).isLessThan(SEALS + batches.size());
    assertThat(batches).allMatch(batch -> batch.files().size() <= CatalogueLimits.BATCH);
    var sent = new TreeSet<String>();
    for (ShareBatches.Batch batch : batches) {
      for (Registration registration : batch.files()) {
        sent.add(registration.file().path());
        registration
            .claim()
            .ifPresent(
                claim -> {
                  SharedFile file = registration.file();
                  Statement said =
                      new Statement(file.root(), file.size(), claim.name(), claim.time());
                  assertThat(batch.seals().get(claim.seal()).covers(said, claim.place())).isTrue();
                });
      }
    }
    assertThat(sent).hasSize(mixed.size());
  }

  @Test
  void aCommandFitsAMessageThoughEachFileHasASealOfItsOwn() {
    List<BookLine> lines = new ArrayList<>();
    for (int i = 0; i < CatalogueLimits.BATCH; i++) {
      SharedFile file = Catalogues.file(i + 1, "folder", "file " + i);
      lines.add(BookLine.of(signed(file, file.name(), leaves(SEAL_LEAVES))));
    }
    long most = CatalogueLimits.COMMAND_BYTES;
    List<List<BookLine>> batches = ShareBatches.of(lines);
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(lines.size());
    assertThat(batches).allMatch(batch -> (long) batch.size() * SEAL_LEAVES * LEAF < most);
  }

  @Test
  void whatIsEnteredComesOutAgain() {
    SharedFile file = Catalogues.file(7, "a/b", "ação.txt");
    SharedFile top = Catalogues.file(8, "", "top");
    List<ShareBook.Entry> entries =
        List.of(
            signed(file, "another name", leaves(3)),
            signed(Catalogues.file(9, "a/b", "same"), "same", leaves(1)),
            new ShareBook.Entry(top, Optional.empty()));
    assertThat(entries.stream().map(entry -> BookLine.of(entry).entry()).toList())
        .isEqualTo(entries);
    assertThat(entries.stream().map(entry -> BookLine.of(entry).path()).toList())
        .containsExactly("a/b/ação.txt", "a/b/same", "top");
    assertThat(entries.stream().map(entry -> BookLine.of(entry).mark()).toList())
        .isEqualTo(entries.stream().map(entry -> entry.file().mark()).toList());
  }

  /** Of a seal that came twice, as from the store and from another commit, one copy stays. */
  @Test
  void linesUnderEqualSealsShareOne() {
    SharedFile file = Catalogues.file(7, "", "one");
    Seal.Batch seal = (Seal.Batch) leaves(3);
    Seal copy = new Seal.Batch(seal.key(), seal.leaves().clone(), seal.signature().clone());
    BookLine first = BookLine.of(signed(file, "one", seal));
    BookLine second = BookLine.of(signed(Catalogues.file(8, "", "two"), "two", copy));
    assertThat(second.seal()).isSameAs(first.seal());
  }

  /** Against a map and a digest of its own, for a few seeds. */
  @Test
  void theBookIsWhatWasPutAndNotRemoved() {
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      ShareBook book = new ShareBook();
      TreeMap<String, ShareBook.Entry> expected = new TreeMap<>();
      for (int step = 0; step < 3000; step++) {
        int kept = step < 1500 ? 900 : 60;
        String folder = "f" + random.nextInt(3);
        String name = "n" + random.nextInt(kept);
        if (random.nextInt(3) > 0 == step < 1500) {
          SharedFile file = Catalogues.file(random.nextInt(1_000_000) + 1, folder, name);
          ShareBook.Entry entry = new ShareBook.Entry(file, Optional.empty());
          book.put(List.of(entry));
          expected.put(file.path(), entry);
        } else {
          String path = step % 2 == 0 || expected.isEmpty() ? folder + "/" + name : some(expected);
          book.remove(List.of(path));
          expected.remove(path);
        }
      }
      ShareDigest digest = new ShareDigest();
      expected.values().forEach(entry -> digest.add(entry.file().mark()));
      assertThat(book.size()).isEqualTo(expected.size());
      assertThat(book.digest()).isEqualTo(digest);
      assertThat(contents(book)).isEqualTo(List.copyOf(expected.values()));
    }
  }

  @Test
  void onlyWhatDiffersIsSent() {
    ShareBook book = new ShareBook();
    SharedFile same = Catalogues.file(1, "", "same");
    SharedFile changed = Catalogues.file(2, "", "changed");
    SharedFile lacking = Catalogues.file(3, "", "lacking");
    for (SharedFile file : List.of(same, changed, lacking)) {
      book.put(List.of(new ShareBook.Entry(file, Optional.empty())));
    }
    var theirs =
        List.of(
            new Reply.Marks.Mark("same", same.mark()),
            new Reply.Marks.Mark("changed", changed.mark() + ShareDigest.BUCKETS),
            new Reply.Marks.Mark("gone", 5));
    ShareBook.Difference difference = book.difference(ALL, theirs);
    assertThat(difference.missing().stream().map(BookLine::path).toList())
        .containsExactly("changed", "lacking");
    assertThat(difference.surplus()).containsExactly("gone");
    List<Integer> others =
        ALL.stream().filter(bucket -> bucket != ShareDigest.bucket(lacking.mark())).toList();
    assertThat(book.difference(others, theirs).missing().stream().map(BookLine::path).toList())
        .doesNotContain("lacking");
  }

  private static String some(TreeMap<String, ShareBook.Entry> entries) {
    String later = entries.higherKey("f1");
    return later == null ? entries.firstKey() : later;
  }

  private static List<ShareBook.Entry> contents(ShareBook book) {
    return book.difference(ALL, List.of()).missing().stream().map(BookLine::entry).toList();
  }

  private static ShareBook.Entry signed(SharedFile file, String said, Seal seal) {
    return new ShareBook.Entry(
        file, Optional.of(new ShareBook.Proof(seal, 0, said, Catalogues.AT)));
  }

  /** A seal whose size alone matters; no two are the same. */
  private static Seal leaves(int count) {
    byte[] signature = new byte[PublisherKey.SIGNATURE_LENGTH];
    ByteBuffer.wrap(signature).putInt(MADE.incrementAndGet());
    return new Seal.Batch(WHO.key(), new byte[count * LEAF], signature);
  }
}
