package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import minibit.core.words.Sentence;
import minibit.daemon.share.ShareException.Code;
import minibit.daemon.share.ShareView.Kind;
import minibit.daemon.share.hash.HashPool;
import minibit.daemon.share.scan.FolderWatch;
import minibit.daemon.share.scan.IgnoreRules;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.scan.WireNames;
import minibit.daemon.share.store.ShareRow;
import minibit.daemon.share.store.ShareStore;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;

/** Everything about shares that changes: what is due, and what came of it. Owned by the keeper. */
final class Desk implements Keeper.Work {
  /** Shares that are kept: each costs a look every two seconds whether it is there. */
  private static final int MAX_SHARES = 4096;

  /** How often missing shares are looked for, and those that are there for being missing. */
  private static final long ROLL_CALL = TimeUnit.SECONDS.toNanos(2);

  /** Looking at folders goes on for so long before messages are read again. */
  private static final long LOOKING = TimeUnit.MILLISECONDS.toNanos(20);

  /** Paths withdrawn at a time. */
  private static final int AT_A_TIME = 4096;

  private final SharesConfig config;
  private final ShareStore store;
  private final ShareBook book;
  private final HashPool pool;
  private final Rounds rounds = new Rounds();
  private final WaitingRoom waiting;
  private final Publisher publisher;
  private final Tree tree;
  private final Board board;
  private final Adoption adoption;
  private final News news;
  private final List<ShareState> shares = new ArrayList<>();
  private final List<CompletableFuture<Void>> refreshing = new ArrayList<>();
  private final Path downloads;
  private final LeftAlone leftAlone;
  private long nextRollCall;
  private long nextRound;

  Desk(
      SharesConfig config,
      ShareStore store,
      ShareBook book,
      MemberKeys keys,
      HashPool pool,
      FolderWatch watch,
      Board board)
      throws IOException {
    this.config = config;
    this.store = store;
    this.book = book;
    this.pool = pool;
    this.board = board;
    this.downloads = RealPath.of(config.downloads());
    this.leftAlone = new LeftAlone(store.places(), RealPath.of(config.home()), downloads);
    this.waiting = new WaitingRoom(store, pool, config.quiet());
    this.publisher = new Publisher(store, book, keys);
    Looker looker = new Looker(store, book, waiting, publisher);
    IgnoreRules rules = IgnoreRules.of(config.ignore());
    this.tree = new Tree(store, looker, rounds, watch, rules, leftAlone::has);
    this.adoption = new Adoption(store, book, waiting, publisher, rounds, tree);
    this.news = new News(store, waiting, publisher, rounds, tree);
    startOver();
    commit();
    show(true);
  }

  @Override
  public void startOver() throws IOException {
    waiting.clear();
    publisher.clear();
    leftAlone.load();
    Map<Long, ShareState> before = new HashMap<>();
    shares.forEach(share -> before.put(share.row.id(), share));
    shares.clear();
    for (ShareRow row : store.shares()) {
      ShareState share = new ShareState(row);
      ShareState old = before.remove(row.id());
      if (old != null) {
        tree.end(old);
      }
      shares.add(share);
    }
    before.values().forEach(tree::end);
    for (ShareState share : shares) {
      share.real = RealPath.of(share.row.path());
    }
    mind();
    nextRollCall = System.nanoTime() + ROLL_CALL;
    nextRound = System.nanoTime() + config.rescan().toNanos();
    for (ShareState share : shares) {
      comeOrGo(share);
    }
  }

  /** Notes anew which paths are shares. */
  private void mind() {
    leftAlone.shares(shares.stream().map(share -> share.real).toList());
  }

  private void comeOrGo(ShareState share) throws IOException {
    if (tree.isAbsent(share)) {
      lose(share);
    } else {
      begin(share);
    }
  }

  private void begin(ShareState share) throws IOException {
    tree.begin(share);
    share.device = Tree.deviceOf(share.row.path());
    store.seen(share.row.id(), false, share.device);
    mind();
  }

  /** A share is not there: its files leave the book, and all that is known of them stays. */
  private void lose(ShareState share) throws IOException {
    withdraw(share);
    share.missing = true;
    store.seen(share.row.id(), true, share.device);
  }

  private void withdraw(ShareState share) throws IOException {
    publisher.dropIf(folder -> folder.share == share);
    waiting.dismissIf(file -> file.folder().share == share);
    tree.end(share);
    List<String> paths = store.registered(share.row.id());
    for (int from = 0; from < paths.size(); from += AT_A_TIME) {
      book.remove(paths.subList(from, Math.min(paths.size(), from + AT_A_TIME)));
    }
  }

  @Override
  public void due() throws IOException {
    long now = System.nanoTime();
    if (nextRollCall - now <= 0) {
      nextRollCall = now + ROLL_CALL;
      for (ShareState share : shares) {
        boolean absent = tree.isAbsent(share);
        if (!absent && !share.missing && tree.isReplaced(share)) {
          lose(share);
        }
        if (share.missing != absent) {
          comeOrGo(share);
        }
      }
    }
    if (nextRound - now <= 0) {
      round();
    }
    look(now);
    for (WaitingFile file = waiting.nextChanged(); file != null; file = waiting.nextChanged()) {
      rounds.soon(file.folder());
    }
    if (publisher.waitNanos() <= 0) {
      publisher.flush();
    }
  }

  private void round() throws IOException {
    store.tidy();
    nextRound = System.nanoTime() + config.rescan().toNanos();
    shares.stream().filter(share -> !share.missing).forEach(tree::round);
  }

  private void look(long since) throws IOException {
    FolderState folder = rounds.next();
    while (folder != null) {
      if (!tree.look(folder)) {
        lose(folder.share);
      }
      folder = System.nanoTime() - since < LOOKING ? rounds.next() : null;
    }
    tree.sweep(shares);
  }

  @Override
  public long waitNanos() {
    long now = System.nanoTime();
    long next = Math.min(rounds.waitNanos(), waiting.waitNanos());
    next = Math.min(next, publisher.waitNanos());
    next = Math.min(next, board.waitNanos());
    return Math.min(next, Math.min(nextRollCall - now, nextRound - now));
  }

  @Override
  public void commit() throws IOException {
    store.commit();
  }

  @Override
  public void rollback() throws IOException {
    store.rollback();
  }

  @Override
  public void show(boolean asked) {
    boolean quiet = rounds.isIdle() && publisher.isEmpty() && waiting.isDone();
    boolean refreshed = quiet && !refreshing.isEmpty();
    if (board.isDue(asked || refreshed || quiet)) {
      board.show(shares, pool.load(), this::shareOf);
    }
    if (refreshed) {
      refreshing.forEach(future -> future.complete(null));
      refreshing.clear();
    }
  }

  private Optional<ShareState> shareOf(long file) {
    return waiting.byId(file).map(known -> known.folder().share);
  }

  // What others ask for.

  /** See {@link Shares#add}. */
  void add(Path path, boolean folder) throws IOException {
    Path real = RealPath.of(path);
    for (ShareState share : shares) {
      boolean around = share.kind == Kind.FOLDER && real.startsWith(share.real);
      if (share.row.path().equals(path) || share.real.equals(real) || around) {
        throw new ShareException(
            Code.ALREADY_SHARED,
            around && !share.real.equals(real)
                ? Sentence.of(
                    "inside-shared",
                    "{0} lies in {1}, which is shared already",
                    path,
                    share.row.path())
                : Sentence.of("already-shared", "{0} is shared already", path));
      }
    }
    if (real.startsWith(downloads)) {
      throw new ShareException(
          Code.ALREADY_SHARED,
          Sentence.of(
              "in-downloads", "{0} lies in the download folder: what is fetched is shared", path));
    }
    create(path, folder ? Kind.FOLDER : Kind.FILE);
  }

  private ShareState create(Path path, Kind kind) throws IOException {
    if (shares.size() >= MAX_SHARES) {
      throw new ShareException(
          Code.TOO_MANY_SHARES,
          Sentence.of("too-many-shares", "there are {0} shares, and no room for more", MAX_SHARES));
    }
    Set<String> taken = new HashSet<>();
    shares.forEach(share -> taken.add(share.row.name()));
    String name = WireNames.distinct(WireNames.of(path), taken);
    ShareState share = new ShareState(store.addShare(path, name, kind.name()));
    shares.add(share);
    begin(share);
    return share;
  }

  /** See {@link Shares#remove}. */
  boolean remove(Path path) throws IOException {
    Path real = RealPath.of(path);
    Optional<ShareState> found =
        shares.stream().filter(s -> s.row.path().equals(path) || s.real.equals(real)).findFirst();
    if (found.isEmpty()) {
      Optional<ShareState> fetched = downloadShare();
      return fetched.isPresent() && adoption.abandon(fetched.get(), downloads, real);
    }
    ShareState share = found.get();
    withdraw(share);
    shares.remove(share);
    store.removeShare(share.row.id());
    mind();
    lookAround(share.real);
    return true;
  }

  private Optional<ShareState> downloadShare() {
    return shares.stream().filter(share -> share.kind == Kind.DOWNLOADS).findFirst();
  }

  /** See {@link Shares#refresh}. */
  void refresh(CompletableFuture<Void> done) throws IOException {
    for (ShareState share : shares) {
      if (share.missing && !tree.isAbsent(share)) {
        begin(share);
      }
    }
    round();
    refreshing.add(done);
  }

  /** See {@link Shares#hold}. */
  void hold(Path path) throws IOException {
    Path real = RealPath.of(path);
    if (leftAlone.hold(real)) {
      lookAround(real);
    }
  }

  /** See {@link Shares#release}. */
  void release(Path path) throws IOException {
    Path real = RealPath.of(path);
    if (leftAlone.release(real)) {
      lookAround(real);
    }
  }

  /** See {@link Shares#releaseAllBut}. */
  void releaseAllBut(Collection<Path> owned) throws IOException {
    leftAlone.releaseAllBut(owned.stream().map(RealPath::of).toList()).forEach(this::lookAround);
  }

  /** See {@link Shares#leave}. */
  void leave(Path path, Map<Path, Stamp> begun) throws IOException {
    for (Map.Entry<Path, Stamp> file : begun.entrySet()) {
      leftAlone.leave(RealPath.of(file.getKey()), file.getValue());
    }
    release(path);
  }

  /** Looks at the nearest folders around a path. */
  private void lookAround(Path real) {
    for (ShareState share : shares) {
      tree.nearest(share, real).ifPresent(rounds::round);
    }
  }

  /** See {@link Shares#adopt(Path, LocalContent)}. */
  void adopt(Path file, Optional<LocalContent> known) throws IOException {
    release(file);
    Path real = RealPath.of(file);
    leftAlone.whole(real);
    if (real.startsWith(downloads)) {
      ShareState share = downloadShare().orElse(null);
      adoption.fetched(
          share != null ? share : create(downloads, Kind.DOWNLOADS), downloads, real, known);
      return;
    }
    for (ShareState share : shares) {
      boolean single = share.kind == Kind.FILE && share.real.equals(real);
      if (single || share.kind == Kind.FOLDER && real.startsWith(share.real)) {
        adoption.inShare(share, real, known);
        return;
      }
    }
    adoption.inShare(create(real, Kind.FILE), real, known);
  }

  /** Takes in what others tell. */
  News news() {
    return news;
  }

  /** Nothing more will be done: whoever waits for a refresh need not. */
  void end() {
    ShareException closed =
        new ShareException(Code.STORE_FAILED, Sentence.of("shares-closed", "shares are closed"));
    refreshing.forEach(future -> future.completeExceptionally(closed));
    refreshing.clear();
  }
}
