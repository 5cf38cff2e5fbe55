package minibit.daemon.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;
import minibit.daemon.disk.resume.ResumeLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A magnet link until its info is there: looks whether an earlier run kept it, else asks peers, and
 * passes journal and live connections on to the download that follows. Only control steps of one
 * torrent call it.
 */
final class LinkPhase {
  private static final Logger LOG = LoggerFactory.getLogger(LinkPhase.class);

  /** How long connections may take to change hands: those that do not are dialled again. */
  private static final long HAND_OVER_SECONDS = 2;

  private final Host host;
  private final SwarmMaker maker;
  private final TorrentSpec spec;
  private @Nullable ResumeLog log;
  private @Nullable SwarmActor<MetadataSwarm> actor;

  LinkPhase(Host host, TorrentSpec spec) {
    this.host = host;
    this.maker = new SwarmMaker(host);
    this.spec = spec;
  }

  /** What an earlier run kept; opens the journal. */
  Optional<Metainfo> recall() throws IOException {
    ResumeLog opened = host.resume().open(spec.hashes(), spec.folder());
    log = opened;
    Optional<byte[]> info = opened.state().info();
    if (info.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MetainfoParser.parseInfo(info.get(), spec.hashes()));
    } catch (BadMetainfo e) {
      // Somebody changed what we kept: the peers have it still.
      LOG.warn("the kept metadata of {} is bad: {}", spec.hashes(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Asks the run's peers for the info. */
  SwarmActor<MetadataSwarm> ask(SwarmRun run, Consumer<Throwable> broken) {
    SwarmActor<MetadataSwarm> fresh =
        maker.drive(maker.metadata(spec.hashes(), run, run.ourId()), run, broken);
    actor = fresh;
    return fresh;
  }

  /** Keeps what the peers gave; its hash fits already. */
  Metainfo learned(byte[] info) throws BadMetainfo, IOException {
    Metainfo metainfo = MetainfoParser.parseInfo(info, spec.hashes());
    ResumeLog opened = log;
    if (opened == null) {
      opened = host.resume().open(spec.hashes(), spec.folder());
      log = opened;
    }
    opened.info(info);
    return metainfo;
  }

  /** The journal, whose closing is the taker's from now on. */
  ResumeLog takeLog() throws IOException {
    ResumeLog opened = log;
    log = null;
    return opened != null ? opened : host.resume().open(spec.hashes(), spec.folder());
  }

  /**
   * Moves the live and the dialled connections of the run that fetched the metadata to the one that
   * follows, each on its own loop, and gives what their peers said meanwhile. Nothing where nobody
   * was asked.
   */
  List<SwarmEvent> handOver(@Nullable SwarmRun before, SwarmRun next) {
    SwarmActor<MetadataSwarm> old = actor;
    actor = null;
    if (old == null || before == null) {
      return List.of();
    }
    List<CompletableFuture<Void>> moved = new ArrayList<>(host.network().move(before, next));
    for (PeerLink link : before.links()) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      moved.add(done);
      link.executeOnLoop(
          () -> {
            link.handOver(next);
            done.complete(null);
          });
    }
    try {
      CompletableFuture.allOf(moved.toArray(CompletableFuture[]::new))
          .get(HAND_OVER_SECONDS, TimeUnit.SECONDS);
      return old.ask(MetadataSwarm::handOver).get(HAND_OVER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      // Connections that are not handed over close, and are dialled again.
      LOG.debug("handing over {}", spec.hashes(), e);
      return List.of();
    } finally {
      before.stop(CloseReason.SHUTDOWN);
      old.stop();
    }
  }

  /** Forgets who was asked; closes the journal unless it was taken. */
  void close() {
    actor = null;
    ResumeLog opened = log;
    log = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        LOG.debug("closing the journal of {}", spec.hashes(), e);
      }
    }
  }
}
