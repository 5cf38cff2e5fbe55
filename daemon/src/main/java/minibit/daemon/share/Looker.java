package minibit.daemon.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.CatalogueLimits;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.scan.FolderListing;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.scan.Trouble;
import minibit.daemon.share.store.FileRow;
import minibit.daemon.share.store.Places;
import minibit.daemon.share.store.ShareStore;
import minibit.group.member.ShareBook;

/**
 * Compares the files of a folder with what is known of them: what is as it was goes to the book,
 * what is new or changed waits for its hashes, what is gone leaves the book and is remembered. The
 * keeper's thread owns it.
 */
final class Looker {
  private final ShareStore store;
  private final ShareBook book;
  private final WaitingRoom waiting;
  private final Publisher publisher;

  Looker(ShareStore store, ShareBook book, WaitingRoom waiting, Publisher publisher) {
    this.store = store;
    this.book = book;
    this.waiting = waiting;
    this.publisher = publisher;
  }

  /** Takes note of the files that are in a folder now, and of no others. */
  void compare(FolderState folder, List<FolderListing.File> found, List<Trouble> troubles)
      throws IOException {
    Map<String, FileRow> known = new HashMap<>();
    for (FileRow row : store.files(folder.row)) {
      known.put(row.name(), row);
    }
    List<String> withdrawn = new ArrayList<>();
    List<Trouble> said = new ArrayList<>(troubles);
    folder.countNothing();
    folder.failures.clear();
    for (FolderListing.File file : found) {
      Optional<Trouble> objection = objection(folder, file);
      if (objection.isPresent()) {
        said.add(objection.get());
        continue;
      }
      FileRow row =
          reconcile(folder, Optional.ofNullable(known.remove(file.name())), file, withdrawn);
      folder.countFile(1, row.stamp().size());
      if (row.known().isPresent()) {
        folder.countHashed(1, row.stamp().size());
      }
    }
    for (FileRow row : known.values()) {
      leave(folder, row, withdrawn);
    }
    book.remove(withdrawn);
    folder.visited = true;
    folder.troubles(said);
  }

  private static Optional<Trouble> objection(FolderState folder, FolderListing.File file) {
    if (file.stamp().size() > CatalogueLimits.FILE_BYTES) {
      return Optional.of(
          new Trouble(
              file.path(), Trouble.TOO_LARGE, file.path() + " is larger than 16 TiB: not shared"));
    }
    if (folder.wire.getBytes(StandardCharsets.UTF_8).length > CatalogueLimits.FOLDER_BYTES) {
      return Optional.of(
          new Trouble(
              file.path(),
              Trouble.TOO_LONG,
              file.path() + " lies deeper than the catalogue takes: not shared"));
    }
    return Optional.empty();
  }

  private FileRow reconcile(
      FolderState folder, Optional<FileRow> before, FolderListing.File file, List<String> withdrawn)
      throws IOException {
    Optional<String> raw = Places.raw(file.path(), file.name());
    if (before.isEmpty()) {
      return learn(folder, store.insert(folder.row, file.name(), raw, file.stamp()));
    }
    FileRow row = before.get();
    if (!row.stamp().isSame(file.stamp()) || !row.raw().equals(raw)) {
      withdraw(folder, row, withdrawn);
      return learn(folder, store.changed(row, raw, file.stamp()));
    }
    if (row.gone()) {
      store.back(row.id());
    }
    if (row.known().isEmpty()) {
      if (!waiting.has(row.id())) {
        waiting.admit(new WaitingFile(row, folder, 0));
      }
    } else if (row.gone() || !folder.visited) {
      publisher.add(row, folder);
    }
    return row;
  }

  /** A file whose hashes are not known under its name: perhaps they are under another. */
  private FileRow learn(FolderState folder, FileRow row) throws IOException {
    Stamp stamp = row.stamp();
    Optional<ContentHashes> twin = stamp.isTelling() ? store.twin(stamp) : Optional.empty();
    if (twin.isEmpty()) {
      waiting.admit(new WaitingFile(row, folder, 0));
      return row;
    }
    waiting.dismiss(row.id());
    FileRow hashed = store.hashed(row, twin.get(), twin.get().infoHashes(row.name()));
    store.forgetTwins(stamp);
    publisher.add(hashed, folder);
    return hashed;
  }

  private void withdraw(FolderState folder, FileRow row, List<String> withdrawn) {
    if (row.known().isPresent()) {
      publisher.drop(row.id());
      withdrawn.add(folder.wireOf(row.name()));
    }
  }

  private void leave(FolderState folder, FileRow row, List<String> withdrawn) throws IOException {
    waiting.dismiss(row.id());
    if (!row.gone()) {
      withdraw(folder, row, withdrawn);
      store.gone(row.id());
    }
  }
}
