package minibit.daemon.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.metainfo.LayerStore;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.MetadataSetup;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.Swarm;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.SwarmSettings;
import minibit.core.swarm.SwarmSetup;
import minibit.core.swarm.Wishes;

/** Makes swarms of what the engine knows, and the actors that drive them. Any thread. */
final class SwarmMaker {
  /** Our name as peers see it. */
  private static final String CLIENT = "minibit 0.1.0";

  private final Host host;

  SwarmMaker(Host host) {
    this.host = host;
  }

  /** The swarm of a torrent whose files are open. */
  Swarm swarm(TorrentFiles opened, Wishes wishes, SwarmRun run, PeerId ourId) {
    Metainfo metainfo = opened.metainfo();
    List<SwarmSetup.PieceRange> ranges = new ArrayList<>();
    for (int i = 0; i < metainfo.files().size(); i++) {
      TorrentFile file = metainfo.files().get(i);
      ranges.add(
          file.isContent() && file.length() > 0
              ? new SwarmSetup.PieceRange(
                  opened.storage().layout().firstPiece(i), opened.storage().layout().lastPiece(i))
              : SwarmSetup.PieceRange.NONE);
    }
    SwarmSetup setup =
        new SwarmSetup(
            metainfo.hashes(),
            metainfo.geometry(),
            opened.have().copy(),
            ranges,
            metainfo.isPrivate(),
            Optional.of(metainfo.infoBytes()),
            ourId,
            run.reserved(),
            host.port(),
            CLIENT,
            Optional.of(new LayerStore(metainfo)));
    return new Swarm(
        setup, wishes, settings(), SwarmLog.ifWanted(run::addressOf), host.random().get());
  }

  private SwarmSettings settings() {
    int most = host.settings().maxPeersPerTorrent();
    return SwarmSettings.DEFAULTS
        .withPeers(most, Math.min(most, SwarmSettings.DEFAULTS.dialUpTo()))
        .withPrefersEncryption(host.settings().encryption().prefersEncrypted());
  }

  /** A swarm that fetches the info its hashes name. */
  MetadataSwarm metadata(InfoHashes hashes, SwarmRun run, PeerId ourId) {
    return new MetadataSwarm(
        new MetadataSetup(hashes, ourId, run.reserved(), host.port(), CLIENT),
        settings(),
        host.random().get());
  }

  /** Gives it a mailbox; the run performs what it wants. */
  SwarmActor<Swarm> drive(Swarm swarm, SwarmRun run, Consumer<Throwable> broken) {
    return new SwarmActor<>(
        swarm, new SwarmDecider(swarm), run::perform, broken, host.timer(), host.time());
  }

  /** Gives it a mailbox; the run performs what it wants. */
  SwarmActor<MetadataSwarm> drive(MetadataSwarm swarm, SwarmRun run, Consumer<Throwable> broken) {
    return new SwarmActor<>(
        swarm, new MetadataDecider(swarm), run::perform, broken, host.timer(), host.time());
  }

  /** A swarm without metadata as its actor drives it. */
  private record MetadataDecider(MetadataSwarm swarm) implements SwarmActor.Decider {
    @Override
    public List<SwarmEffect> handle(Instant now, SwarmEvent event) {
      return swarm.handle(now, event);
    }

    @Override
    public Instant deadline() {
      return swarm.deadline();
    }
  }

  /** The swarm as its actor drives it. */
  private record SwarmDecider(Swarm swarm) implements SwarmActor.Decider {
    @Override
    public List<SwarmEffect> handle(Instant now, SwarmEvent event) {
      return swarm.handle(now, event);
    }

    @Override
    public Instant deadline() {
      return swarm.deadline();
    }
  }
}
