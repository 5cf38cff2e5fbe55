package minibit.daemon.share;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.daemon.share.scan.MediaTypes;
import minibit.daemon.share.store.FileRow;
import minibit.daemon.share.store.FileRow.Known;
import minibit.daemon.share.store.FileRow.Signed;
import minibit.daemon.share.store.ShareStore;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;

/**
 * Enters files in the book, in batches, each file under a signature: a new one for what nobody
 * signed yet, the stored one for what was signed before. The first file goes at once, so that a
 * single new one is found by everybody right away; what follows is collected for a moment. The
 * keeper's thread owns it.
 */
final class Publisher {
  /** Time between two batches: each makes the group compare sums. */
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(500);

  /** Entries the book takes at a time: it is locked meanwhile. */
  private static final int AT_A_TIME = 2048;

  private final ShareStore store;
  private final ShareBook book;
  private final MemberKeys keys;
  private final Map<Long, Ready> ready = new LinkedHashMap<>();
  private long nextFlush = System.nanoTime();

  private record Ready(FileRow row, FolderState folder) {
    Known known() {
      return row.known().orElseThrow();
    }
  }

  Publisher(ShareStore store, ShareBook book, MemberKeys keys) {
    this.store = store;
    this.book = book;
    this.keys = keys;
  }

  /** A file whose hashes are known shall be in the book. */
  void add(FileRow row, FolderState folder) {
    ready.put(row.id(), new Ready(row, folder));
  }

  /** A file shall not be in the book after all. */
  void drop(long id) {
    ready.remove(id);
  }

  /** Files of such folders shall not be in the book after all. */
  void dropIf(Predicate<FolderState> which) {
    ready.values().removeIf(file -> which.test(file.folder()));
  }

  void clear() {
    ready.clear();
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Time until the next batch; a long time if there is nothing. */
  long waitNanos() {
    return ready.isEmpty() ? Long.MAX_VALUE : nextFlush - System.nanoTime();
  }

  /** Signs what must be signed and enters all in the book. */
  void flush() throws IOException {
    List<ShareBook.Entry> entries = new ArrayList<>(ready.size());
    List<Ready> unsigned = new ArrayList<>();
    for (Ready file : ready.values()) {
      Optional<ShareBook.Proof> proof = storedProof(file);
      if (proof.isPresent()) {
        entries.add(new ShareBook.Entry(shared(file), proof));
      } else {
        unsigned.add(file);
      }
    }
    for (int from = 0; from < unsigned.size(); from += Seal.MAX_STATEMENTS) {
      int to = Math.min(unsigned.size(), from + Seal.MAX_STATEMENTS);
      entries.addAll(sign(unsigned.subList(from, to)));
    }
    for (int from = 0; from < entries.size(); from += AT_A_TIME) {
      book.put(entries.subList(from, Math.min(entries.size(), from + AT_A_TIME)));
    }
    ready.clear();
    nextFlush = System.nanoTime() + BETWEEN;
  }

  /** The signature it has, unless that was made by an identity we had before. */
  private Optional<ShareBook.Proof> storedProof(Ready file) throws IOException {
    if (file.known().signed().isEmpty()) {
      return Optional.empty();
    }
    Signed signed = file.known().signed().get();
    Seal seal = store.seal(signed.seal());
    boolean ours = seal.key().equals(keys.key());
    if (seal instanceof Seal.Batch && !ours) {
      return Optional.empty();
    }
    String name = signed.said().orElse(file.row().name());
    return Optional.of(new ShareBook.Proof(seal, signed.spot(), name, signed.time()));
  }

  private List<ShareBook.Entry> sign(List<Ready> files) throws IOException {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    List<Statement> statements = new ArrayList<>(files.size());
    for (Ready file : files) {
      FileRow row = file.row();
      statements.add(new Statement(file.known().root(), row.stamp().size(), row.name(), now));
    }
    Seal.Batch seal = Seal.Batch.sign(statements, keys.key(), keys);
    long id = store.addSeal(seal);
    List<ShareBook.Entry> entries = new ArrayList<>(files.size());
    for (int i = 0; i < files.size(); i++) {
      Ready file = files.get(i);
      store.signed(file.row().id(), new Signed(id, i, Optional.empty(), now));
      entries.add(
          new ShareBook.Entry(
              shared(file), Optional.of(new ShareBook.Proof(seal, i, file.row().name(), now))));
    }
    return entries;
  }

  private static SharedFile shared(Ready file) {
    FileRow row = file.row();
    Known known = file.known();
    return new SharedFile(
        known.root(),
        row.stamp().size(),
        file.folder().wire,
        row.name(),
        MediaTypes.of(row.name()),
        known.v1(),
        known.v2());
  }
}
