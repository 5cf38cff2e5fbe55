package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.hash.HashJob;
import minibit.daemon.share.scan.Trouble;
import minibit.daemon.share.store.ShareStore;

/** Takes in what the watch, the hash pool and readers tell of files. Owned by the keeper. */
final class News {
  private final ShareStore store;
  private final WaitingRoom waiting;
  private final Publisher publisher;
  private final Rounds rounds;
  private final Tree tree;

  News(ShareStore store, WaitingRoom waiting, Publisher publisher, Rounds rounds, Tree tree) {
    this.store = store;
    this.waiting = waiting;
    this.publisher = publisher;
    this.rounds = rounds;
    this.tree = tree;
  }

  /** Something changed in a folder. */
  void changed(WatchKey key, boolean much) {
    for (FolderState folder : List.copyOf(tree.byKey(key))) {
      folder.deep |= much;
      rounds.soon(folder);
    }
  }

  /** A file of this folder is not what it was. */
  void suspect(long folder) {
    tree.byRow(folder).ifPresent(rounds::atOnce);
  }

  /** A file is hashed. */
  void hashed(WaitingFile file, ContentHashes hashes, InfoHashes named) throws IOException {
    if (waiting.current(file).isPresent()) {
      waiting.dismiss(file.id());
      publisher.add(store.hashed(file.row(), hashes, named), file.folder());
      file.folder().countHashed(1, hashes.size());
    }
  }

  /** Part of a big file is hashed. */
  void step(HashJob job, int number, byte[] hashes) throws IOException {
    if (waiting.current(job).isPresent()) {
      store.addStep(job.id(), job.stamp(), number, hashes);
    }
  }

  /** A file changed while it was read. */
  void unsettled(HashJob job) {
    waiting.current(job).ifPresent(waiting::settle);
  }

  /** A file cannot be read. */
  void failed(HashJob job, IOException why) {
    Optional<WaitingFile> file = waiting.current(job);
    if (file.isPresent()) {
      waiting.dismiss(job.id());
      FolderState folder = file.get().folder();
      Path path = file.get().file();
      folder.failures.put(
          job.id(),
          new Trouble(path, Trouble.UNREADABLE, path + " cannot be read: " + why.getMessage()));
      folder.countFile(-1, job.stamp().size());
      folder.share.troubled(folder);
    }
  }
}
