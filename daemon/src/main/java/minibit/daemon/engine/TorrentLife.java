package minibit.daemon.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import minibit.core.id.PeerId;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a torrent gets from one state to the next. What may wait runs on control threads, one step
 * after another; so only they change its state. Any thread may ask for a step, and returns at once.
 *
 * <pre>
 * METADATA → CHECKING → DOWNLOADING ⇄ SEEDING;  all ⇄ PAUSED;  all → FAILED → (resume) CHECKING
 * </pre>
 */
final class TorrentLife {
  private static final Logger LOG = LoggerFactory.getLogger(TorrentLife.class);

  private final TorrentSpec spec;
  private final TorrentParts parts;
  private final TorrentContent content;
  private final CurrentRun current;
  private final PeerSources sources;
  private final Standing standing;
  private final Promises promises;
  private final RunMaker runs;
  private final Serial control;
  private volatile boolean ended;
  private volatile Runnable onFailure = () -> {};
  // Only control steps touch it.
  private final LinkPhase link;

  /** A life that begins with {@link #start}. */
  TorrentLife(Host host, TorrentParts parts) {
    this.spec = parts.spec();
    this.parts = parts;
    this.content = parts.content();
    this.current = parts.current();
    this.sources = parts.sources();
    this.standing = parts.standing();
    this.promises = parts.promises();
    this.link = new LinkPhase(host, spec);
    var events =
        new RunEvents(
            host,
            parts.hashDesk(),
            sources::mayDial,
            this::metadataReady,
            this::completed,
            this::stopSoon);
    this.runs = new RunMaker(host, spec, parts.gauges(), events);
    this.control = new Serial(host.control());
  }

  /** Whether {@link #abandon} was called. */
  boolean isAbandoned() {
    return ended;
  }

  /** What makes its runs. */
  RunMaker runs() {
    return runs;
  }

  /** Starts it; {@code failed} hears on a control thread if it ever fails. */
  void start(Runnable failed) {
    onFailure = failed;
    control.run(this::begin);
  }

  private void begin() {
    switch (spec.source()) {
      case TorrentSpec.Source.Known(Metainfo metainfo) -> {
        promises.learned(metainfo);
        open(metainfo, spec.start());
      }
      case TorrentSpec.Source.Link _ -> follow();
    }
  }

  /** A magnet link: its info may be here from an earlier run, else peers are asked. */
  private void follow() {
    if (ended) {
      return;
    }
    standing.begins(TorrentStatus.State.METADATA);
    try {
      Optional<Metainfo> kept = link.recall();
      if (kept.isPresent()) {
        promises.learned(kept.get());
        open(kept.get(), spec.start(), link.takeLog());
        return;
      }
    } catch (IOException e) {
      stopBecause(e);
      return;
    }
    PeerId ourId = runs.newPeerId();
    SwarmRun run = runs.bare(spec.hashes(), ourId);
    SwarmActor<MetadataSwarm> actor = link.ask(run, fault -> runs.broken(run, fault));
    current.ask(run, actor);
    sources.announce(spec.hashes(), ourId, List.of(), parts::progress);
    sources.seekByLink();
    sources.tell(run);
  }

  private void learned(byte[] info) {
    try {
      Metainfo metainfo = link.learned(info);
      promises.learned(metainfo);
      open(metainfo, spec.start(), link.takeLog());
    } catch (BadMetainfo e) {
      stopBecause("bad-metadata", e.sentence());
    } catch (IOException e) {
      stopBecause(e);
    }
  }

  private void open(Metainfo metainfo, StartMode mode) {
    if (ended) {
      return;
    }
    standing.begins(TorrentStatus.State.CHECKING);
    try {
      open(metainfo, mode, content.journal(metainfo, mode));
    } catch (IOException e) {
      stopBecause(e);
    }
  }

  private void open(Metainfo metainfo, StartMode mode, ResumeLog log) {
    standing.begins(TorrentStatus.State.CHECKING);
    try {
      content.require(metainfo, log);
      if (mode == StartMode.TRUST && !runs.isUnchanged()) {
        log.close();
        throw new StorageException(
            StorageException.Code.CONTENT_CHANGED,
            Sentence.of(
                "content-changed", "what lies in {0} is no longer what it was", spec.folder()));
      }
      run(content.open(metainfo, mode, log, () -> ended));
    } catch (IOException e) {
      stopBecause(e);
    } catch (TorrentException e) {
      stopBecause(e.code(), e.sentence());
    } catch (RuntimeException e) {
      LOG.error("starting {} failed", spec.hashes(), e);
      stopBecause("internal", Sentence.plain(String.valueOf(e)));
    }
  }

  private void run(TorrentFiles opened) {
    if (ended) {
      opened.close();
      return;
    }
    PeerId ourId = current.run().map(SwarmRun::ourId).orElseGet(runs::newPeerId);
    RunMaker.Made made = runs.of(opened, content.wishes(), ourId);
    current.adopt(made, link, opened.metainfo().isPrivate());
    boolean finished = made.swarm().isFinished();
    standing.moves(finished ? TorrentStatus.State.SEEDING : TorrentStatus.State.DOWNLOADING);
    if (finished) {
      opened.rest();
      promises.whole();
    }
    sources.tell(made.run());
    Metainfo metainfo = opened.metainfo();
    sources.tellWebSeeds(made.run(), metainfo);
    sources.announce(metainfo.hashes(), ourId, metainfo.trackers(), parts::progress);
    sources.seek(metainfo, finished);
  }

  // What the run tells.

  private void metadataReady(SwarmRun run, byte[] info) {
    stepOf(run, () -> learned(info));
  }

  private void completed(SwarmRun run) {
    stepOf(run, () -> content.files().ifPresent(this::completed));
  }

  private void completed(TorrentFiles opened) {
    standing.moves(TorrentStatus.State.SEEDING);
    opened.rest();
    sources.completed();
    sources.seek(opened.metainfo(), true);
    promises.whole();
  }

  private void stopSoon(SwarmRun run, String code, Sentence sentence) {
    stepOf(run, () -> stopBecause(code, sentence));
  }

  /** What a run tells counts only while it goes on. */
  private void stepOf(SwarmRun run, Runnable step) {
    control.run(
        () -> {
          if (current.is(run)) {
            step.run();
          }
        });
  }

  private void stopBecause(IOException e) {
    StorageException fault = StorageException.ofWrite(e);
    stopBecause(fault.code().text(), fault.sentence());
  }

  private void stopBecause(String code, Sentence sentence) {
    if (!standing.fails(code, sentence)) {
      return;
    }
    halt(TorrentStatus.State.FAILED);
    closeFiles();
    promises.broken(new TorrentException(code, sentence));
    onFailure.run();
  }

  /** Ends the run, if there is one; says when the trackers know. */
  private CompletableFuture<Void> halt(TorrentStatus.State next) {
    standing.moves(next);
    return current.end() ? sources.stop() : CompletableFuture.completedFuture(null);
  }

  private void closeFiles() {
    content.close();
    link.close();
  }

  // What the user wants.

  /** From now on this is wanted. */
  void wish(Wishes other) {
    content.wish(other);
    control.run(() -> current.run().ifPresent(run -> want(run, other)));
  }

  private void want(SwarmRun run, Wishes other) {
    try {
      if (!content.want(other)) {
        return;
      }
    } catch (IOException e) {
      stopBecause(e);
      return;
    }
    standing.moves(
        content.left() > 0 ? TorrentStatus.State.DOWNLOADING : TorrentStatus.State.SEEDING);
    run.post(new SwarmEvent.WishesChanged(other));
  }

  /** It does nothing until it is resumed. */
  void pause() {
    control.run(
        () -> {
          if (!ended && !standing.is(TorrentStatus.State.FAILED)) {
            halt(TorrentStatus.State.PAUSED);
            closeFiles();
          }
        });
  }

  /** Goes on after a pause or a failure. */
  void resume() {
    // At once: whoever asks right after for the completion means the one to come.
    forgetFailure();
    control.run(
        () -> {
          boolean idle =
              standing.is(TorrentStatus.State.PAUSED) || standing.is(TorrentStatus.State.FAILED);
          if (ended || !idle) {
            return;
          }
          forgetFailure();
          promises.known().ifPresentOrElse(metainfo -> open(metainfo, spec.start()), this::begin);
        });
  }

  private void forgetFailure() {
    if (!ended) {
      promises.renew();
    }
  }

  /** Whatever is under way leads nowhere any more; {@link #end} is to follow. */
  void abandon() {
    ended = true;
  }

  /** Stops it for good; done when the trackers know. */
  CompletableFuture<Void> end() {
    CompletableFuture<Void> told = new CompletableFuture<>();
    control.run(
        () -> {
          boolean complete = standing.is(TorrentStatus.State.SEEDING);
          CompletableFuture<Void> stopped = halt(TorrentStatus.State.PAUSED);
          if (complete) {
            content.files().ifPresent(opened -> opened.log().discard());
          }
          closeFiles();
          promises.broken(new CancellationException("the torrent was removed"));
          stopped.whenComplete((_, _) -> told.complete(null));
        });
    return told;
  }
}
