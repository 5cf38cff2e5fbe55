package minibit.daemon.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.SwarmEvent;
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
   *
   * @param isPrivate whether whom strangers named is left behind (BEP 27)
   */
  List<SwarmEvent> handOver(@Nullable SwarmRun before, SwarmRun next, boolean isPrivate) {
    SwarmActor<MetadataSwarm> old = actor;
    actor = null;
    if (old == null || before == null) {
      return List.of();
    }
    HandOver moving = new HandOver(before, next, isPrivate);
    try {
      return moving.of(host.network(), () -> old.ask(swarm -> swarm.handOver(isPrivate)));
    } finally {
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
