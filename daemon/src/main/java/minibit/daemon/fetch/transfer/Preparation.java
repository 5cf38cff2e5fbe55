package minibit.daemon.fetch.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.files.FetchedFiles;
import minibit.daemon.fetch.files.OwnFiles;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.store.Fetchable;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferRow.Origin;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.share.LocalContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before a transfer's torrent: looking whether the content is here already, and making
 * sure of its signature. Only the owner's thread; what may wait is done by helpers.
 */
final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /** How long to wait before asking for a content again that nobody could tell of. */
  private static final long RETRY_NANOS = 3_000_000_000L;

  private final TransferContext context;
  private final FetchedFiles files;
  private final Subject subject;
  private boolean running;

  /** Whether what helpers do now is wanted no more; another one for every start. */
  private AtomicBoolean unwanted = new AtomicBoolean();

  private CompletableFuture<Optional<List<OwnFile>>> made =
      CompletableFuture.completedFuture(Optional.empty());

  /** Whether a copy of what is here was begun, so that a chosen name means no begun fetch. */
  private boolean copies;

  private long notBefore = System.nanoTime();
  private Optional<TorrentStatus.Problem> hint = Optional.empty();

  /** The transfer that is prepared. */
  interface Subject {
    TransferRow row();

    /** Remembers and writes down what is known now. */
    void put(TransferRow row);

    /** Its name in the folder, chosen now if it has none yet. */
    String choose(String wanted);

    /** Everything is fine: the torrent may start. */
    void launch();

    /** It made these files. */
    void made(List<OwnFile> own);

    /**
     * No torrent was needed.
     *
     * @param flaw what is not as it should be all the same
     */
    void complete(Standing next, Optional<TorrentStatus.Problem> flaw);

    void fail(String code, Sentence sentence);
  }

  Preparation(TransferContext context, FetchedFiles files, Subject subject) {
    this.context = context;
    this.files = files;
    this.subject = subject;
  }

  boolean isRunning() {
    return running;
  }

  /** Whether it may be tried now. */
  boolean isDue(long nanos) {
    return nanos - notBefore >= 0;
  }

  /** What holds it up. */
  Optional<TorrentStatus.Problem> hint() {
    return hint;
  }

  /** Begins; what follows comes as calls of the subject. */
  void start() {
    unwanted = new AtomicBoolean();
    attempt(this::begin);
  }

  /** Ends it as soon as can be; nothing follows from it any more, unless it is done already. */
  void cancel() {
    unwanted.set(true);
  }

  /** Done when nothing is made any more; the files that were made to the end. */
  CompletableFuture<Optional<List<OwnFile>>> made() {
    return made;
  }

  private void begin() {
    TransferRow row = subject.row();
    switch (row.origin()) {
      case Origin.Content(PiecesRoot root, var _) -> lookForIt(row, root);
      case Origin.File _ when row.savedAs().isEmpty() -> lookForIt(row);
      case Origin.File _, Origin.Link _ -> launch();
    }
  }

  private void launch() {
    hint = Optional.empty();
    subject.launch();
  }

  /** A content of the group may be here already. */
  private void lookForIt(TransferRow row, PiecesRoot root) {
    try {
      // Rows of earlier versions may say anything.
      Fetchable.checkSize(row.name(), row.totals().total());
    } catch (FetchException e) {
      refuse(e.code(), e.sentence());
      return;
    }
    inHelper(
        () -> {
          Optional<LocalContent> here = context.contents().byRoot(root);
          return () -> looked(root, here);
        });
  }

  /**
   * Does what may wait, and then what follows from it on the owner's thread. A fault of a store,
   * ours or the shares', passes: then all of it is tried again in a moment.
   */
  private void inHelper(Supplier<Runnable> step) {
    running = true;
    AtomicBoolean ended = unwanted;
    context
        .helpers()
        .execute(
            () -> {
              try {
                Runnable next = step.get();
                context.owner().execute(() -> goOn(ended, next));
              } catch (RuntimeException e) {
                context.owner().execute(() -> goOn(ended, () -> tryAgain(e)));
              }
            });
  }

  /** What follows from what was done elsewhere, if that is still wanted. */
  private void goOn(AtomicBoolean ended, Runnable next) {
    if (ended.get()) {
      running = false;
    } else {
      attempt(next);
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      tryAgain(e);
    }
  }

  private void tryAgain(RuntimeException why) {
    if (why.getCause() instanceof BadMetainfo) {
      refuse(FetchException.Code.STORE_FAILED, told(why));
      return;
    }
    LOG.warn("{} cannot be prepared yet", subject.row().id(), why);
    holdUp(
        new TorrentStatus.Problem(
            FetchException.Code.STORE_FAILED.text(),
            Sentence.of("tried-again", "it is tried again soon: {0}", told(why))));
  }

  private static Sentence told(RuntimeException why) {
    return why instanceof FetchException ours
        ? ours.sentence()
        : Sentence.plain(String.valueOf(why.getMessage()));
  }

  private void holdUp(TorrentStatus.Problem because) {
    running = false;
    notBefore = System.nanoTime() + RETRY_NANOS;
    hint = Optional.of(because);
  }

  /** A torrent's content may lie there under its name: then it is served, not fetched again. */
  private void lookForIt(TransferRow row) {
    Metainfo metainfo = SpecMaker.metainfo(row).orElseThrow();
    AtomicBoolean ended = unwanted;
    inHelper(
        () -> {
          boolean whole = files.isWhole(row.folder(), metainfo, ended::get);
          return () -> lookedForIt(row.folder(), metainfo.name(), whole);
        });
  }

  private void lookedForIt(Path folder, String name, boolean whole) {
    running = false;
    if (subject.row().standing() == Standing.WANTED) {
      if (whole) {
        context.names().keep(folder.resolve(name), subject.row().id());
        subject.put(subject.row().foundAt(folder, name));
      }
      launch();
    }
  }

  private void looked(PiecesRoot root, Optional<LocalContent> here) {
    TransferRow row = subject.row();
    if (row.standing() != Standing.WANTED) {
      running = false;
    } else if (here.isPresent() && (row.savedAs().isEmpty() || copies)) {
      takeFromHere(row, here.get());
    } else if (row.signature() instanceof Signature.Unchecked) {
      AtomicBoolean ended = unwanted;
      var unused =
          context
              .catalogue()
              .content(root)
              .whenComplete(
                  (found, fault) ->
                      context.owner().execute(() -> goOn(ended, () -> told(found, fault))));
    } else {
      ready();
    }
  }

  private void told(Optional<FoundContent> found, @Nullable Throwable fault) {
    if (fault != null) {
      holdUp(
          new TorrentStatus.Problem(
              "no-tracker", Sentence.of("no-tracker-yet", "no tracker answers yet")));
    } else if (found.isEmpty()) {
      refuse(
          FetchException.Code.GONE,
          Sentence.of("group-forgot", "the group no longer knows {0}", subject.row().id()));
    } else {
      checked(found.get()).ifPresent(this::ready);
    }
  }

  /** Whose signature holds; empty: it does not, and the transfer failed. */
  private Optional<TransferRow> checked(FoundContent content) {
    try {
      return Optional.of(
          subject
              .row()
              .with(
                  new Origin.Content(content.root(), Signature.check(content)),
                  InfoHashes.hybrid(content.name().v1(), content.name().v2())));
    } catch (FetchException e) {
      refuse(e.code(), e.sentence());
      return Optional.empty();
    }
  }

  private void ready(TransferRow checked) {
    subject.put(checked);
    ready();
  }

  private void refuse(FetchException.Code code, Sentence sentence) {
    running = false;
    if (subject.row().standing() == Standing.WANTED) {
      subject.fail(code.text(), sentence);
    }
  }

  private void ready() {
    running = false;
    hint = Optional.empty();
    if (subject.row().standing() != Standing.WANTED) {
      return;
    }
    if (subject.row().totals().total() > 0) {
      launch();
    } else {
      inBackground((file, _) -> files.empty(file));
    }
  }

  private void takeFromHere(TransferRow row, LocalContent here) {
    hint = Optional.empty();
    Path parent = here.file().getParent();
    Path name = here.file().getFileName();
    boolean anywhere = row.folder().equals(context.config().downloads());
    if (parent != null && name != null && (anywhere || row.folder().equals(parent))) {
      running = false;
      subject.put(row.foundAt(parent, name.toString()));
      subject.complete(Standing.COMPLETE, Optional.empty());
      return;
    }
    copies = true;
    inBackground((file, ended) -> files.copy(here, file, ended));
  }

  private void made(List<OwnFile> own, Optional<TorrentStatus.Problem> notShared) {
    subject.made(own);
    subject.complete(Standing.COMPLETE, notShared);
  }

  /** Makes a file, and says why it is not shared. */
  @FunctionalInterface
  private interface Making {
    Optional<TorrentStatus.Problem> make(Path file, BooleanSupplier unwanted) throws IOException;
  }

  private void inBackground(Making making) {
    TransferRow row = subject.row();
    Path file = row.folder().resolve(subject.choose(row.name()));
    running = true;
    AtomicBoolean ended = unwanted;
    CompletableFuture<Optional<List<OwnFile>>> done = new CompletableFuture<>();
    made = done;
    context.helpers().execute(() -> done.complete(make(making, file, ended)));
  }

  private Optional<List<OwnFile>> make(Making making, Path file, AtomicBoolean ended) {
    try {
      Optional<TorrentStatus.Problem> notShared = making.make(file, ended::get);
      List<OwnFile> own = OwnFiles.look(file, List.of(file), List.of(), true);
      context.owner().execute(() -> made(own, notShared));
      return Optional.of(own);
    } catch (CancellationException e) {
      LOG.debug("{} is not made any more", file);
    } catch (IOException | RuntimeException e) {
      context
          .owner()
          .execute(
              () -> subject.fail("write-failed", Sentence.plain(String.valueOf(e.getMessage()))));
    } finally {
      context.owner().execute(() -> running = false);
    }
    return Optional.empty();
  }
}
