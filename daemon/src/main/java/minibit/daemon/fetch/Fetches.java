package minibit.daemon.fetch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import minibit.core.id.InfoHash;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.files.LocalContents;
import minibit.daemon.fetch.files.TargetNames;
import minibit.daemon.fetch.group.Catalogue;
import minibit.daemon.fetch.group.PieceReports;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.FileView;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetAllOutcome;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.LogLine;
import minibit.daemon.fetch.model.PiecesView;
import minibit.daemon.fetch.model.Speeds;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.TransferDetails;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.model.Urgency;
import minibit.daemon.fetch.store.Fetchable;
import minibit.daemon.fetch.store.TransferStore;
import minibit.daemon.fetch.transfer.Transfer;
import minibit.daemon.fetch.transfer.TransferContext;
import minibit.daemon.fetch.transfer.TransferSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this daemon fetches: contents of the group from all their holders at once, and torrents from
 * anywhere. Transfers are kept: those that ran when the daemon ended, however it ended, go on when
 * it is back. A few run at one time, the others wait in the order they came. Any thread; methods
 * wait for a moment at most, but {@link #getAll} for the catalogue.
 */
public final class Fetches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

  /** How often transfers are looked after. */
  private static final long TICK_MILLIS = 250;

  private final TransferContext context;
  private final OwnerThread owner;
  private final ExecutorService helpers;
  private final AutoCloseable listening;
  private final TransferTable transfers = new TransferTable();
  private final TransferRegistrar registrar;
  private final TransferScheduler scheduler;
  private final NewTransfers beginnings;
  private final RestingSeeds restingSeeds;
  private final FollowedQueries followed;
  private final UserChanges changes;
  private final TotalLimits limits;
  private volatile boolean closed;

  private Fetches(
      FetchConfig config,
      Engine engine,
      Catalogue catalogue,
      LocalContents contents,
      PieceReports reports) {
    owner = new OwnerThread();
    helpers = Executors.newVirtualThreadPerTaskExecutor();
    TransferStore store = TransferStore.open(config.store());
    context =
        new TransferContext(
            config, engine, catalogue, contents, reports, store, new TargetNames(), owner, helpers);
    registrar = new TransferRegistrar(context, transfers);
    scheduler = new TransferScheduler(transfers, config.atOnce());
    restingSeeds = new RestingSeeds(owner, transfers);
    beginnings = new NewTransfers(context, owner, registrar, this::tick);
    followed = new FollowedQueries(context, beginnings::start);
    changes = new UserChanges(context, owner, transfers, registrar, followed);
    limits = new TotalLimits(context);
    listening =
        catalogue.onHolder(
            root -> owner.execute(() -> transfers.all().forEach(t -> t.newHolder(root))));
  }

  /**
   * Opens the store and goes on with what is not finished.
   *
   * @param engine where torrents run; it is closed after this, by its owner
   * @throws FetchException if the store cannot be opened
   */
  public static Fetches open(
      FetchConfig config,
      Engine engine,
      Catalogue catalogue,
      LocalContents contents,
      PieceReports reports) {
    Fetches fetches = new Fetches(config, engine, catalogue, contents, reports);
    fetches.owner.call(
        () -> {
          fetches.restore();
          return fetches;
        });
    fetches.owner.beat(TICK_MILLIS, fetches::lookAfter);
    return fetches;
  }

  private void restore() {
    limits.restore();
    registrar.restore();
    followed.restore();
  }

  /** Says whether there is anything to look after. */
  private boolean lookAfter() {
    tick();
    transfers.rest();
    return !closed && (!transfers.isAsleep() || followed.size() > 0);
  }

  private void tick() {
    if (closed) {
      return;
    }
    long nanos = System.nanoTime();
    scheduler.tick(nanos);
    followed.tick(nanos);
  }

  /**
   * Fetches a content of the group from all who hold it. Its signatures are checked before this
   * returns. What is fetched already is answered as it is; what failed is tried again; what is here
   * already is done at once, or copied if it is wanted elsewhere.
   *
   * @throws FetchException with {@code bad-signature}, {@code bad-folder}, {@code too-many}
   */
  public TransferView get(FoundContent content, GetOptions options) {
    return get(content, content.name().name(), options);
  }

  /**
   * The same, called and saved by this name.
   *
   * @param name one of the content's; a name that is no safe file name is made one
   */
  public TransferView get(FoundContent content, String name, GetOptions options) {
    return beginnings.add(Fetchable.of(content, name), options);
  }

  /** Fetches what a torrent file describes, from its trackers' peers and from the group's. */
  public TransferView add(Metainfo torrent, byte[] bytes, GetOptions options) {
    return beginnings.add(Fetchable.of(torrent, bytes), options);
  }

  /** Fetches what a magnet link names. */
  public TransferView add(Magnet magnet, GetOptions options) {
    return beginnings.add(Fetchable.of(magnet), options);
  }

  /**
   * Fetches every content that a query matches, fewest holders first.
   *
   * @param follow whether matches that appear later are fetched too, until that is ended by {@link
   *     #remove}
   * @throws CatalogueException if the catalogue does not answer
   */
  public GetAllOutcome getAll(SearchQuery query, GetOptions options, boolean follow) {
    return beginnings.getAll(query, options, follow ? Optional.of(followed) : Optional.empty());
  }

  /**
   * Fetches many contents, each into a folder of its own choice.
   *
   * @param folders where each goes
   * @return ids of the transfers begun
   */
  public List<String> getEach(List<SearchHit> hits, Function<SearchHit, Path> folders) {
    return beginnings.getEach(hits, folders);
  }

  /** Where things are put unless somebody says otherwise. */
  public Path downloads() {
    return context.config().downloads();
  }

  /**
   * All transfers, in the order they were added, as they were at the last look a quarter of a
   * second ago at most. One that did not change is the same object as before, so a list of very
   * many costs little.
   */
  public List<TransferView> list() {
    return owner.call(
        () ->
            transfers.all().stream()
                .map(Transfer::snapshots)
                .map(TransferSnapshots::glance)
                .toList());
  }

  /** Those of these transfers that are there, by their whole ids. */
  public List<TransferView> list(Collection<String> ids) {
    return owner.call(
        () ->
            ids.stream()
                .flatMap(id -> transfers.get(id).stream())
                .map(Transfer::snapshots)
                .map(TransferSnapshots::glance)
                .toList());
  }

  /** Grows whenever transfers come or go, or the user changes something of one. */
  public long revision() {
    return transfers.revision();
  }

  /** The followed queries. */
  public List<FollowedQuery> following() {
    return owner.call(followed::list);
  }

  /**
   * A transfer with its peers.
   *
   * @param id first digits of its root or info-hashes, as many as are unambiguous, or its name
   * @throws FetchException with {@code not-found} or {@code ambiguous}
   */
  public TransferDetails details(String id) {
    return owner.call(() -> transfers.find(id).snapshots().details());
  }

  /**
   * The pieces of a transfer.
   *
   * @param runs parts of equal length for which is told how common they are, at most
   */
  public PiecesView pieces(String id, int runs) {
    return owner.call(() -> transfers.find(id).snapshots().contents(runs)).pieces();
  }

  /** How many files a transfer has; 0 until that is known. */
  public int fileCount(String id) {
    return owner.call(() -> transfers.find(id).snapshots().contents(0)).fileCount();
  }

  /** Some of the files of a transfer; none until they are known. */
  public List<FileView> files(String id, int offset, int limit) {
    return owner.call(() -> transfers.find(id).snapshots().contents(0)).files(offset, limit);
  }

  /**
   * Says which files of a transfer are wanted, and which first; kept over restarts.
   *
   * @param priorities as in {@link minibit.core.swarm.Wishes}, by the index of the file
   * @throws FetchException with {@code no-metadata}, {@code bad-choice}
   */
  public void wish(String id, Map<Integer, Integer> priorities) {
    TransferView unused = changes.one(id, transfer -> transfer.orders().wish(priorities));
  }

  /** What happened to a transfer since the daemon started, the oldest first. */
  public List<LogLine> log(String id) {
    return owner.call(() -> transfers.find(id).log());
  }

  /** The speeds of a transfer in the last ten minutes. */
  public Speeds history(String id) {
    return owner.call(() -> transfers.find(id).history());
  }

  /** Stops a transfer until it is resumed; one that is done stays so. */
  public TransferView pause(String id) {
    return changes.one(id, transfer -> transfer.orders().pause());
  }

  /** Lets a paused or failed transfer go on, when its turn comes. */
  public TransferView resume(String id) {
    return changes.one(id, transfer -> transfer.orders().resume());
  }

  /** Bounds one transfer's speed. */
  public TransferView limit(String id, RateLimits bounds) {
    return changes.one(id, transfer -> transfer.orders().limit(bounds));
  }

  /** Gives a transfer its turn before or after others. */
  public TransferView urgent(String id, Urgency urgency) {
    return changes.one(id, transfer -> transfer.orders().urgent(urgency));
  }

  /**
   * Reads and hashes again what lies there, and fetches what does not fit.
   *
   * @throws FetchException with {@code not-fetched} for what lay there before
   */
  public TransferView verify(String id) {
    return changes.one(id, transfer -> transfer.orders().verify());
  }

  /**
   * Forgets a transfer, or ends following a query.
   *
   * @param data whether what it fetched is deleted, too; what lay there before stays
   * @return done when its files are closed, and gone if that was asked
   */
  public CompletableFuture<Void> remove(String id, boolean data) {
    return changes.remove(id, data);
  }

  /**
   * Does the same with many transfers; waits until it is done.
   *
   * @param ids of them, best whole ones: first digits must be looked for
   */
  public ChangeOutcome change(List<String> ids, TransferChange change) {
    return changes.many(ids, change);
  }

  /**
   * A peer dialled in for a torrent of this name: a seed that rests serves again when this returns.
   * Waits for that, but not for long; nothing if there is no such seed.
   */
  public void wake(InfoHash name) {
    restingSeeds.wake(name);
  }

  /** Names on the wire of the seeds that rest. Waits. */
  public Collection<InfoHash> restingNames() {
    return owner.call(transfers::restingNames);
  }

  /** The bounds of all transfers together. */
  public RateLimits limits() {
    return owner.call(limits::now);
  }

  /** Bounds the speed of all transfers together, also after a restart. */
  public void setLimits(RateLimits bounds) {
    RateLimits unused = owner.call(() -> limits.set(bounds));
  }

  /** Whether something is being downloaded: others should leave it room. */
  public boolean isBusy() {
    return scheduler.isBusy();
  }

  /** Somebody else is the group's tracker: it hears of our pieces, and is asked for holders. */
  public void onNewTracker() {
    owner.execute(() -> transfers.all().forEach(Transfer::newTracker));
  }

  /** Stops looking after the transfers; the engine stops their torrents when it closes. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      listening.close();
    } catch (Exception e) {
      LOG.debug("closing", e);
    }
    owner.execute(
        () -> {
          transfers.all().forEach(Transfer::close);
          context.store().close();
        });
    owner.close();
    helpers.shutdown();
  }
}
