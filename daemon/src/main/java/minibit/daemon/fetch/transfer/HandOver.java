package minibit.daemon.fetch.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.Metainfo;
import minibit.core.words.Sentence;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.files.FetchedFiles;
import minibit.daemon.fetch.files.OwnFiles;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow.Origin;
import minibit.daemon.share.ShareException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the files of a torrent that is whole to the shares; when they cannot take them for a while,
 * again and again as long as the torrent runs. Only the owner's thread.
 */
final class HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

  /** How long to wait before the shares are asked again. */
  private static final long RETRY_NANOS = 3_000_000_000L;

  private static final String FAILED = "share-failed";

  private final TransferContext context;
  private final FetchedFiles files;
  private final KeptRow kept;
  private final TorrentRun run;
  private final Preparation.Subject subject;
  private Optional<Torrent> waiting = Optional.empty();
  private long notBefore = System.nanoTime();
  private Optional<TorrentStatus.Problem> hint = Optional.empty();

  /**
   * Of the files of one transfer.
   *
   * @param subject hears what came of it
   */
  HandOver(
      TransferContext context,
      FetchedFiles files,
      KeptRow kept,
      TorrentRun run,
      Preparation.Subject subject) {
    this.context = context;
    this.files = files;
    this.kept = kept;
    this.run = run;
    this.subject = subject;
  }

  /** A torrent is whole; if it does not run any more, nothing happens. */
  void begin(Torrent whole) {
    waiting = Optional.empty();
    hint = Optional.empty();
    Optional<Path> place = kept.row().place();
    Metainfo metainfo = whole.metadata().getNow(null);
    if (run.torrent().orElse(null) == whole && place.isPresent() && metainfo != null) {
      Origin origin = kept.row().origin();
      boolean again = kept.row().completed().isPresent();
      boolean found = kept.row().found();
      List<OwnFile> before = kept.own().orElse(List.of());
      context
          .helpers()
          .execute(
              () -> {
                if (!again && !found) {
                  List<OwnFile> own = OwnFiles.look(place.get(), whole.files(), before, true);
                  context.owner().execute(() -> subject.made(own));
                }
                give(whole, origin, place.get(), metainfo, again);
              });
    }
  }

  /** Waits for the disk: not on the owner's thread. */
  private void give(Torrent whole, Origin origin, Path place, Metainfo torrent, boolean again) {
    try {
      FetchedFiles.Handed handed = files.handOver(whole, origin, place, torrent, again);
      handed
          .next()
          .ifPresent(
              next -> context.owner().execute(() -> subject.complete(next, handed.notShared())));
    } catch (ShareException e) {
      context.owner().execute(() -> refused(whole, e));
    } catch (RuntimeException e) {
      context
          .owner()
          .execute(() -> subject.fail(FAILED, Sentence.plain(String.valueOf(e.getMessage()))));
    }
  }

  private void refused(Torrent whole, ShareException why) {
    if (why.code() != ShareException.Code.STORE_FAILED) {
      subject.fail(FAILED, why.sentence());
      return;
    }
    LOG.warn("{} is whole and cannot be shared yet: {}", kept.row().id(), why.getMessage());
    waiting = Optional.of(whole);
    notBefore = System.nanoTime() + RETRY_NANOS;
    hint =
        Optional.of(
            new TorrentStatus.Problem(
                FAILED, Sentence.of("tried-again", "it is tried again soon: {0}", why.sentence())));
  }

  /** Tries again what the shares could not take, if it is time to. */
  void tick(long nanos) {
    if (nanos - notBefore >= 0) {
      waiting.ifPresent(this::begin);
    }
  }

  /** The torrent ends. */
  void end() {
    waiting = Optional.empty();
    hint = Optional.empty();
  }

  /** What holds it up. */
  Optional<TorrentStatus.Problem> hint() {
    return hint;
  }
}
