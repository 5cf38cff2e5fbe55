package minibit.daemon.catalogue.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import minibit.core.catalogue.Change;
import minibit.core.catalogue.Content;
import minibit.core.id.PiecesRoot;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search index of a voter. It follows the log on a thread of its own: whoever applies entries
 * only leaves a note of what changed. What is on disk says up to which entry of which log it goes,
 * so that a start goes on from there; when that does not fit, the index is made anew from the
 * catalogue. Safe for threads.
 */
public final class CatalogueIndex implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CatalogueIndex.class);

  /** How often the index is put on disk: a crash costs so much indexing, never a file. */
  private static final Duration COMMIT = Duration.ofSeconds(10);

  /** Least time between two refreshes, so that a stream of small changes is taken in gulps. */
  private static final Duration GULP = Duration.ofMillis(25);

  /** How long to wait for a voter that is still opening its log. */
  private static final Duration OPENING = Duration.ofMillis(50);

  /** How long to leave a disk alone that refused. */
  private static final Duration REPAIR = Duration.ofSeconds(5);

  /** Contents read from the catalogue at a time: applying waits meanwhile. */
  private static final int READ = 512;

  /** How long a question waits for an index that is just being opened, at a start. */
  private static final Duration OPENED = Duration.ofSeconds(5);

  /** How long a close waits for the thread to put the index on disk. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Path folder;
  private final Supplier<Optional<IndexSource>> sources;
  private final IndexFeed feed = new IndexFeed();
  private final Thread worker;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile @Nullable IndexStore store;
  private volatile Optional<LogName> following = Optional.empty();
  private volatile long covered = -1;
  private volatile boolean rebuilding;
  private volatile @Nullable Presence lastPresence;
  private boolean uncommitted;
  private long committedAt = System.nanoTime();

  private CatalogueIndex(Path folder, Supplier<Optional<IndexSource>> sources) {
    this.folder = folder;
    this.sources = sources;
    this.worker = Thread.ofPlatform().name("search index").daemon().unstarted(this::run);
  }

  /**
   * Begins to open the index in a folder, and to follow. Questions wait until it is open: a start
   * need not.
   *
   * @param sources the catalogue of this member, while it keeps one
   * @throws IOException if the folder cannot be written
   */
  public static CatalogueIndex open(Path folder, Supplier<Optional<IndexSource>> sources)
      throws IOException {
    CatalogueIndex index = new CatalogueIndex(folder, sources);
    Files.createDirectories(folder);
    index.worker.start();
    return index;
  }

  private void use(IndexStore fresh) {
    following = fresh.log();
    covered = fresh.covered();
    store = fresh;
  }

  /** An entry was applied. Never blocks. */
  public void onApplied(long index, List<Change> changes) {
    feed.put(IndexFeed.Entry.of(index, changes));
  }

  /** The catalogue was replaced by one that is as of this entry. Never blocks. */
  public void onReplaced(long index) {
    feed.put(new IndexFeed.Entry(index, List.of(), true));
  }

  /** Waits until all that was heard before can be found; whether it can. */
  public boolean awaitCaughtUp(Duration limit) {
    try {
      return feed.awaitDone(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Contents that match, of those that somebody present holds.
   *
   * @throws IOException if the index cannot be read now
   */
  public IndexPage search(IndexQuery query, Presence presence) throws IOException {
    Presence known = lastPresence;
    Presence same = known != null && known.isSame(presence) ? known : presence;
    lastPresence = same;
    return reading(from -> from.search(query, same));
  }

  /**
   * Contents of exactly this name, but for case and accents, whoever holds them.
   *
   * @throws IOException if the index cannot be read now
   */
  public List<PiecesRoot> named(String name, int limit) throws IOException {
    return reading(from -> from.named(name, limit));
  }

  private interface Reading<T> {
    T from(IndexStore store) throws IOException;
  }

  private <T> T reading(Reading<T> reading) throws IOException {
    awaitOpened();
    IndexStore open = store;
    if (open == null) {
      throw new IOException("the search index is being repaired");
    }
    try {
      return reading.from(open);
    } catch (AlreadyClosedException e) {
      throw new IOException("the search index is being repaired", e);
    }
  }

  private void awaitOpened() {
    try {
      // The limit only guards against a disk that hangs.
      var unused = opened.await(OPENED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many contents can be found, whoever holds them. */
  public int contents() {
    try {
      return reading(IndexStore::contents);
    } catch (IOException e) {
      return 0;
    }
  }

  /** The last entry of the log that the index follows from. */
  public long covered() {
    awaitOpened();
    return covered;
  }

  /** Entries heard that cannot be found yet. */
  public long lag() {
    return feed.lag();
  }

  /** Whether the index is being made anew. */
  public boolean isRebuilding() {
    return rebuilding;
  }

  private void run() {
    try {
      openFirst();
      while (!feed.isClosed()) {
        step();
      }
      commit();
    } catch (InterruptedException e) {
      log.debug("search index stops at once");
    } catch (IOException | RuntimeException e) {
      log.warn("search index: {}", e.getMessage());
    }
  }

  private void openFirst() throws InterruptedException {
    try {
      use(IndexStore.open(folder));
    } catch (IOException | RuntimeException e) {
      log.warn("the search index does not open: {}", e.getMessage());
    }
    opened.countDown();
    if (store == null) {
      repair();
    }
  }

  private void step() throws InterruptedException {
    try {
      if (uncommitted && System.nanoTime() - committedAt > COMMIT.toNanos()) {
        commit();
      }
      if (!feed.await(COMMIT)) {
        return;
      }
      Optional<IndexSource> source = sources.get();
      if (source.isEmpty()) {
        feed.rest(OPENING);
        return;
      }
      take(source.get());
      feed.rest(GULP);
    } catch (IOException | RuntimeException e) {
      log.warn("search index, to be made anew: {}", e.getMessage());
      repair();
    }
  }

  private void take(IndexSource source) throws IOException {
    // First the number, then the state: all up to that number is in what is read after.
    OptionalLong applied = applied(source);
    if (applied.isEmpty()) {
      return;
    }
    Optional<LogName> name = source.log();
    IndexFeed.Batch batch = feed.drain();
    if (name.isPresent()) {
      boolean other = !name.equals(following);
      boolean jumped = batch.entries().stream().anyMatch(e -> e.replaced() && e.index() > covered);
      if (other || jumped || batch.overflowed()) {
        rebuild(source, name.get(), applied.getAsLong());
      }
      // The number is read again: what was applied and heard after it was read first is in the
      // batch, and perhaps not in the copy that the index was made from.
      OptionalLong now = applied(source);
      if (now.isEmpty()) {
        feed.demandAll();
        return;
      }
      update(source, batch, now.getAsLong());
      required().refresh();
    }
    feed.done(batch.last());
  }

  /** How far the catalogue is; nothing while its voter closes. */
  private static OptionalLong applied(IndexSource source) {
    try {
      return OptionalLong.of(source.applied());
    } catch (RuntimeException e) {
      log.debug("the voter is closing: {}", e.getMessage());
      return OptionalLong.empty();
    }
  }

  private IndexStore required() throws IOException {
    IndexStore open = store;
    if (open == null) {
      throw new IOException("no index is open");
    }
    return open;
  }

  /** Brings what changed up to what the catalogue has now, which may be newer than the change. */
  private void update(IndexSource source, IndexFeed.Batch batch, long applied) throws IOException {
    Set<PiecesRoot> changed = new LinkedHashSet<>();
    long last = covered;
    for (IndexFeed.Entry entry : batch.entries()) {
      // What is beyond the catalogue was heard of another, which this member left behind.
      if (entry.index() > covered && entry.index() <= applied) {
        changed.addAll(entry.roots());
        last = Math.max(last, entry.index());
      }
    }
    List<PiecesRoot> roots = List.copyOf(changed);
    for (int from = 0; from < roots.size() && !feed.isClosed(); from += READ) {
      write(source, roots.subList(from, Math.min(roots.size(), from + READ)));
    }
    if (!feed.isClosed()) {
      uncommitted |= last > covered;
      covered = last;
    }
  }

  private void write(IndexSource source, List<PiecesRoot> roots) throws IOException {
    Map<PiecesRoot, Optional<Content>> contents =
        source.read(
            state -> {
              Map<PiecesRoot, Optional<Content>> found = new LinkedHashMap<>();
              roots.forEach(root -> found.put(root, state.content(root)));
              return found;
            });
    IndexStore open = required();
    for (Map.Entry<PiecesRoot, Optional<Content>> entry : contents.entrySet()) {
      if (entry.getValue().isPresent()) {
        open.put(entry.getValue().get());
      } else {
        open.remove(entry.getKey());
      }
    }
  }

  private void rebuild(IndexSource source, LogName name, long applied) throws IOException {
    rebuilding = true;
    try {
      long start = System.nanoTime();
      following = Optional.empty();
      covered = -1;
      IndexStore open = required();
      open.clear();
      Content[] all = source.read(state -> state.contents().toArray(new Content[0]));
      for (Content content : all) {
        if (feed.isClosed()) {
          return;
        }
        open.add(content);
      }
      following = Optional.of(name);
      covered = applied;
      uncommitted = true;
      long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
      log.info("search index made anew: {} contents in {} ms", all.length, took);
    } finally {
      rebuilding = false;
    }
  }

  private void commit() throws IOException {
    IndexStore open = store;
    committedAt = System.nanoTime();
    if (open != null && uncommitted && following.isPresent()) {
      open.commit(following.get(), covered);
      uncommitted = false;
    }
  }

  /** The disk refused: after a while all is made anew. Questions fail meanwhile. */
  private void repair() throws InterruptedException {
    IndexStore broken = store;
    store = null;
    following = Optional.empty();
    covered = -1;
    uncommitted = false;
    feed.demandAll();
    try {
      if (broken != null) {
        broken.close();
      }
    } catch (IOException | RuntimeException e) {
      log.debug("the broken index does not close: {}", e.getMessage());
    }
    feed.rest(REPAIR);
    if (feed.isClosed()) {
      return;
    }
    try {
      use(IndexStore.open(folder));
    } catch (IOException | RuntimeException e) {
      log.warn("no search index: {}", e.getMessage());
    }
  }

  /** Puts the index on disk and stops. */
  @Override
  public void close() {
    feed.close();
    try {
      if (!worker.join(CLOSING)) {
        worker.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    IndexStore open = store;
    store = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException | RuntimeException e) {
        log.warn("the search index does not close: {}", e.getMessage());
      }
    }
  }
}
