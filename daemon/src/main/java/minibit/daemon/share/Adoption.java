package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.scan.WireNames;
import minibit.daemon.share.store.FileRow;
import minibit.daemon.share.store.FileRow.Signed;
import minibit.daemon.share.store.Places;
import minibit.daemon.share.store.ShareStore;
import minibit.group.member.ShareBook;

/**
 * Takes fetched files in, whose hashes and often whose publisher are known. The keeper's thread
 * owns it.
 */
final class Adoption {
  private final ShareStore store;
  private final ShareBook book;
  private final WaitingRoom waiting;
  private final Publisher publisher;
  private final Rounds rounds;
  private final Tree tree;

  Adoption(
      ShareStore store,
      ShareBook book,
      WaitingRoom waiting,
      Publisher publisher,
      Rounds rounds,
      Tree tree) {
    this.store = store;
    this.book = book;
    this.waiting = waiting;
    this.publisher = publisher;
    this.rounds = rounds;
    this.tree = tree;
  }

  /** A file in the download folder. */
  void fetched(ShareState share, Path downloads, Path file, Optional<LocalContent> known)
      throws IOException {
    adopt(folderOf(share, downloads, file), file, WireNames.of(file), known);
  }

  private FolderState folderOf(ShareState share, Path downloads, Path file) throws IOException {
    StringBuilder wire = new StringBuilder(share.row.name());
    Path at = downloads;
    Path parent = file.getParent();
    if (parent != null && !parent.equals(downloads)) {
      for (Path name : downloads.relativize(parent)) {
        at = at.resolve(name);
        wire.append('/').append(WireNames.of(at));
      }
    }
    return tree.openFlat(share, wire.toString(), at);
  }

  /** A file that was fetched into a share, or beside all of them. */
  void inShare(ShareState share, Path file, Optional<LocalContent> known) throws IOException {
    boolean single = share.kind == ShareView.Kind.FILE;
    Optional<FolderState> nearest =
        single ? Optional.ofNullable(share.root) : tree.nearest(share, file);
    if (nearest.isEmpty()) {
      return;
    }
    FolderState folder = nearest.get();
    if (single || folder.path.equals(file.getParent())) {
      adopt(folder, file, single ? share.row.name() : WireNames.of(file), known);
      return;
    }
    // Its folder has not been seen yet. What is known waits in no folder until it is.
    Optional<Stamp> stamp = Stamp.at(file);
    if (stamp.isPresent() && known.isPresent() && known.get().stamp().isSame(stamp.get())) {
      String name = WireNames.of(file);
      FileRow row = store.insert(0, name, Places.raw(file, name), stamp.get());
      store.hashed(row, known.get().hashes(), known.get().hashes().infoHashes(name));
      store.gone(row.id());
    }
    rounds.round(folder);
  }

  private void adopt(FolderState folder, Path file, String name, Optional<LocalContent> known)
      throws IOException {
    Optional<Stamp> found = Stamp.at(file);
    if (found.isEmpty()) {
      return;
    }
    Stamp stamp = found.get();
    Optional<String> raw = Places.raw(file, name);
    Optional<FileRow> before = store.file(folder.row, name);
    if (before.isPresent()) {
      waiting.dismiss(before.get().id());
      publisher.drop(before.get().id());
      book.remove(List.of(folder.wireOf(name)));
    }
    FileRow row =
        before.isPresent()
            ? store.changed(before.get(), raw, stamp)
            : store.insert(folder.row, name, raw, stamp);
    if (known.isPresent() && known.get().stamp().isSame(stamp)) {
      LocalContent content = known.get();
      store.hashed(row, content.hashes(), content.hashes().infoHashes(name));
      Optional<Signed> signed =
          content.proof().isPresent() ? genuine(content, content.proof().get()) : Optional.empty();
      if (signed.isPresent()) {
        store.signed(row.id(), signed.get());
      }
      publisher.add(store.file(row.id()).orElseThrow(), folder);
    }
    rounds.atOnce(folder);
  }

  /** The publisher's signature, if it says what the file is; kept as a short path. */
  private Optional<Signed> genuine(LocalContent content, ShareBook.Proof proof) throws IOException {
    Statement said = new Statement(content.root(), content.size(), proof.name(), proof.time());
    Optional<Seal.Path> path = proof.seal().pathOf(proof.place());
    if (path.isEmpty() || !proof.seal().covers(said, proof.place())) {
      return Optional.empty();
    }
    long seal = store.addSeal(path.get());
    return Optional.of(new Signed(seal, proof.place(), Optional.of(proof.name()), proof.time()));
  }

  /** Ends the sharing of one fetched file; false if it is none. */
  boolean abandon(ShareState share, Path downloads, Path file) throws IOException {
    if (!file.startsWith(downloads) || file.equals(downloads)) {
      return false;
    }
    FolderState folder = folderOf(share, downloads, file);
    String name = WireNames.of(file);
    Optional<FileRow> row = store.file(folder.row, name);
    if (row.isEmpty()) {
      return false;
    }
    waiting.dismiss(row.get().id());
    publisher.drop(row.get().id());
    book.remove(List.of(folder.wireOf(name)));
    store.detach(row.get().id());
    rounds.atOnce(folder);
    return true;
  }
}
