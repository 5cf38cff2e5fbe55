package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.words.Sentence;
import minibit.daemon.share.ShareException.Code;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.hash.HashJob;
import minibit.daemon.share.hash.HashListener;
import minibit.daemon.share.hash.HashPool;
import minibit.daemon.share.scan.FolderWatch;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.ShareReader;
import minibit.daemon.share.store.ShareStore;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this daemon shares: folders and files from anywhere, found, hashed, signed, kept in the book
 * of the group, and found again by content when somebody asks. Any thread.
 *
 * <p>A file enters the book when its hashes are known, and leaves it as soon as it is seen to have
 * changed or gone. What is known of it is kept, also while its disk is away.
 */
public final class Shares implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

  private final SharesConfig config;
  private final ShareStore store;
  private final ShareReader reader;
  private final Lookup lookup;
  private final Keeper keeper;
  private final HashPool pool;
  private final FolderWatch watch;
  private final Board board = new Board();
  private final Desk desk;

  private Shares(
      SharesConfig config, MemberKeys keys, ShareBook book, BooleanSupplier transfersRunning)
      throws IOException {
    this.config = config;
    this.store = ShareStore.open(config.store());
    try {
      this.reader = ShareReader.open(config.store());
    } catch (IOException e) {
      store.close();
      throw e;
    }
    this.keeper = new Keeper();
    this.lookup = new Lookup(reader, folder -> keeper.post(() -> desk().news().suspect(folder)));
    this.pool = new HashPool(config.threads(), transfersRunning, new Results());
    this.watch =
        new FolderWatch((key, much) -> keeper.post(() -> desk().news().changed(key, much)));
    try {
      this.desk = new Desk(config, store, book, keys, pool, watch, board);
    } catch (IOException e) {
      pool.close();
      watch.close();
      reader.close();
      store.close();
      throw e;
    }
    keeper.start(desk);
  }

  /** Messages run on a thread that begins after the desk is made. */
  private Desk desk() {
    return desk;
  }

  /**
   * Opens the store and goes on where the last start ended. Scanning and hashing happen behind.
   *
   * @param keys by which files are signed
   * @param book where files are entered
   * @param transfersRunning whether hashing should leave room for transfers; asked often
   * @throws ShareException if the store cannot be opened
   */
  public static Shares open(
      SharesConfig config, MemberKeys keys, ShareBook book, BooleanSupplier transfersRunning) {
    try {
      return new Shares(config, keys, book, transfersRunning);
    } catch (IOException e) {
      throw new ShareException(
          Code.STORE_FAILED, Sentence.of("told-of", "{0}: {1}", config.store(), e.getMessage()), e);
    }
  }

  /** Passes on what came of hashing. */
  private final class Results implements HashListener {
    @Override
    public void hashed(HashJob job, ContentHashes hashes) {
      // Its torrent is hashed here, where there are as many threads as cores.
      if (job instanceof WaitingFile file) {
        InfoHashes named = hashes.infoHashes(file.row().name());
        keeper.post(() -> desk().news().hashed(file, hashes, named));
      }
    }

    @Override
    public void step(HashJob job, int number, byte[] hashes) {
      keeper.post(() -> desk().news().step(job, number, hashes));
    }

    @Override
    public void changed(HashJob job) {
      keeper.post(() -> desk().news().unsettled(job));
    }

    @Override
    public void failed(HashJob job, IOException why) {
      keeper.post(() -> desk().news().failed(job, why));
    }
  }

  /**
   * Shares a folder, with all below it, or a single file. Remembered over restarts.
   *
   * @throws ShareException if it is not there, cannot be read, is shared already, or is our own
   */
  public void add(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new ShareException(
          Code.NOT_FOUND,
          Sentence.of("no-file-or-folder", "there is no file or folder {0}", absolute));
    }
    if (absolute.getFileName() == null) {
      throw new ShareException(
          Code.NO_NAME, Sentence.of("nameless", "{0} has no name to be shared under", absolute));
    }
    boolean folder = Files.isDirectory(absolute);
    if (!folder && !Files.isRegularFile(absolute)) {
      throw new ShareException(
          Code.NOT_A_FILE,
          Sentence.of("neither-file-nor-folder", "{0} is neither file nor folder", absolute));
    }
    if (!Files.isReadable(absolute)) {
      throw new ShareException(
          Code.NOT_READABLE, Sentence.of("cannot-be-read", "{0} cannot be read", absolute));
    }
    if (RealPath.of(absolute).startsWith(RealPath.of(config.home()))) {
      throw new ShareException(
          Code.INSIDE_HOME,
          Sentence.of(
              "inside-home", "{0} lies in minibit's own folder {1}", absolute, config.home()));
    }
    keeper.ask(
        () -> {
          desk.add(absolute, folder);
          return absolute;
        });
  }

  /**
   * Ends a share; false if the path is none. Its files leave the book before this returns. What is
   * known of them is kept for a while, so that sharing them again is quick.
   *
   * @param path a share, or one fetched file in the download folder
   */
  public boolean remove(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return keeper.ask(() -> desk.remove(absolute));
  }

  /**
   * Looks at everything anew. Done when all that was found is hashed and in the book; files that
   * somebody goes on writing to are not waited for.
   */
  public CompletableFuture<Void> refresh() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!keeper.post(() -> desk.refresh(done))) {
      done.completeExceptionally(
          new ShareException(Code.STORE_FAILED, Sentence.of("shares-closed", "shares are closed")));
    }
    return done;
  }

  /**
   * Leaves a path alone: a transfer writes there, and what it writes is not whole. Remembered over
   * restarts, until {@link #release} or {@link #adopt}.
   *
   * @param path a file, or a folder with all below it
   */
  public void hold(Path path) {
    keeper.ask(
        () -> {
          desk.hold(path);
          return path;
        });
  }

  /** Ends {@link #hold}: what lies there is looked at like anything else. */
  public void release(Path path) {
    keeper.ask(
        () -> {
          desk.release(path);
          return path;
        });
  }

  /**
   * Ends {@link #hold}, but leaves alone what was begun there and is not whole: each file as long
   * as it looks as it does now, also over restarts.
   *
   * @param begun files of that path and how they look, links followed
   */
  public void leave(Path path, Map<Path, Stamp> begun) {
    keeper.ask(
        () -> {
          desk.leave(path, begun);
          return path;
        });
  }

  /** Ends {@link #hold} of all paths but these: of what no transfer owns any more. */
  public void releaseAllBut(Collection<Path> owned) {
    keeper.ask(
        () -> {
          desk.releaseAllBut(owned);
          return owned;
        });
  }

  /**
   * Shares a fetched file whose hashes are known, without reading it: in its place if it lies in a
   * share or in the download folder, else as a file of its own. It is found by content once this
   * returns, and is in the book a moment later.
   *
   * @param known as {@link LocalContent#fetched} gave it; if the file has changed since, it is read
   */
  public void adopt(Path file, LocalContent known) {
    adopt(file, Optional.of(known));
  }

  /** Shares a fetched file whose hashes are not known in this form: it is read first. */
  public void adopt(Path file) {
    adopt(file, Optional.empty());
  }

  private void adopt(Path file, Optional<LocalContent> known) {
    if (!Files.isRegularFile(file)) {
      throw new ShareException(
          Code.NOT_FOUND, Sentence.of("no-file", "there is no file {0}", file));
    }
    keeper.ask(
        () -> {
          desk.adopt(file, known);
          return file;
        });
  }

  /** All shares, oldest first; the download folder is among them once something was adopted. */
  public List<ShareView> shares() {
    return board.shares();
  }

  /**
   * Our files by path, those that wait for their hashes too.
   *
   * @param filter a part of the path, in any case; empty for all
   */
  public List<LocalFile> files(String filter, int offset, int limit) {
    return lookup.files(filter, offset, limit);
  }

  /** How many {@link #files} a filter leaves. */
  public long count(String filter) {
    return lookup.count(filter);
  }

  /**
   * A content that we hold, in a file looked at now. Files found changed are withdrawn and hashed
   * anew.
   */
  public Optional<LocalContent> byRoot(PiecesRoot root) {
    return lookup.byRoot(root);
  }

  /**
   * Whether {@link #byRoot} would find it: asked for each line of a search, so without what is
   * known of it.
   */
  public boolean holds(PiecesRoot root) {
    return lookup.holds(root);
  }

  /**
   * A content that we hold under the name which has this info-hash; as {@link #byRoot}.
   *
   * @param hash v1, v2, or v2 cut to 20 bytes
   */
  public Optional<LocalContent> byHash(InfoHash hash) {
    return lookup.byHash(hash);
  }

  /**
   * Tells the info-hashes of all files, of 20 bytes, in no order; {@link #byHash} may find them.
   */
  public void eachName(Consumer<InfoHash> to) {
    lookup.eachName(to);
  }

  /** Whether the file is still what was hashed; if not, it is withdrawn and hashed anew. */
  public boolean stillSame(LocalContent content) {
    return lookup.stillSame(content);
  }

  /** All shares together. */
  public ShareTotals totals() {
    return board.totals();
  }

  private static ShareException failed(IOException e) {
    return new ShareException(Code.STORE_FAILED, Sentence.plain(String.valueOf(e.getMessage())), e);
  }

  /** Stops at once; what was hashed is kept. */
  @Override
  public void close() {
    pool.close();
    keeper.close();
    desk.end();
    List<AutoCloseable> rest = new ArrayList<>(List.of(watch, reader, store));
    for (AutoCloseable one : rest) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.warn("closing shares: {}", e.getMessage());
      }
    }
  }
}
