package minibit.daemon.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.daemon.fetch.files.LocalContents;
import minibit.daemon.share.LocalContent;
import minibit.daemon.share.ShareException;
import minibit.daemon.share.scan.Stamp;

/** Shares that hold what they are given. */
final class FakeShares implements LocalContents {
  final Map<PiecesRoot, LocalContent> contents = new ConcurrentHashMap<>();
  final List<Path> read = new CopyOnWriteArrayList<>();
  final Set<Path> held = ConcurrentHashMap.newKeySet();
  final Set<Path> begunFiles = ConcurrentHashMap.newKeySet();
  final List<LocalContent> withdrawn = new CopyOnWriteArrayList<>();

  /** So many of the next calls to look for a content fail. */
  final AtomicInteger failingLooks = new AtomicInteger();

  /** So many of the next calls to leave a path alone fail. */
  final AtomicInteger failingHolds = new AtomicInteger();

  /** Thrown by the next calls to share a file, one each. */
  final Queue<ShareException> refusals = new ConcurrentLinkedQueue<>();

  /** Is told of every look whether a content is still the same, before it. */
  volatile Consumer<LocalContent> looks = content -> {};

  private void refuse() {
    ShareException next = refusals.poll();
    if (next != null) {
      throw next;
    }
  }

  private static void failIf(AtomicInteger failing) {
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("the store of shares: the database is locked");
    }
  }

  FakeShares with(LocalContent content) {
    contents.put(content.root(), content);
    return this;
  }

  @Override
  public Optional<LocalContent> byRoot(PiecesRoot root) {
    failIf(failingLooks);
    return Optional.ofNullable(contents.get(root)).filter(this::stillSame);
  }

  @Override
  public Optional<LocalContent> byHash(InfoHash hash) {
    return contents.values().stream()
        .filter(
            content ->
                content.size() > 0
                    && content.torrent(content.name()).hashes().answersTo(hash.wire()))
        .findFirst();
  }

  @Override
  public void eachName(Consumer<InfoHash> to) {
    contents.values().forEach(c -> c.torrent(c.name()).hashes().wire().forEach(to));
  }

  @Override
  public boolean stillSame(LocalContent content) {
    looks.accept(content);
    try {
      if (Stamp.at(content.file()).filter(content.stamp()::isSame).isPresent()) {
        return true;
      }
    } catch (IOException e) {
      // Gone: as good as changed.
      contents.remove(content.root());
    }
    contents.remove(content.root());
    withdrawn.add(content);
    return false;
  }

  @Override
  public void adopt(Path file, LocalContent known) {
    refuse();
    held.remove(file);
    contents.put(known.root(), known);
  }

  @Override
  public void adopt(Path file) {
    refuse();
    held.remove(file);
    read.add(file);
  }

  @Override
  public void hold(Path path) {
    failIf(failingHolds);
    held.add(path);
  }

  @Override
  public void release(Path path) {
    held.remove(path);
  }

  @Override
  public void leave(Path path, Map<Path, Stamp> begun) {
    begunFiles.addAll(begun.keySet());
    held.remove(path);
  }

  @Override
  public void releaseAllBut(Collection<Path> owned) {
    held.retainAll(owned);
  }
}
