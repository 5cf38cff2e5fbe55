package minibit.daemon.engine;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.PeerMessage;
import minibit.core.words.Sentence;

/**
 * Does for a torrent's runs what needs no decision about its life, and brings the rest before its
 * owner. Never blocks.
 */
final class RunEvents implements SwarmRun.Surroundings {
  private final Host host;
  private final HashDesk hashDesk;
  private final Predicate<PeerAddress> mayDial;
  private final BiConsumer<SwarmRun, byte[]> metadataReady;
  private final Consumer<SwarmRun> completed;
  private final Failure failed;

  /** A run cannot go on. */
  @FunctionalInterface
  interface Failure {
    void failed(SwarmRun run, String code, Sentence sentence);
  }

  RunEvents(
      Host host,
      HashDesk hashDesk,
      Predicate<PeerAddress> mayDial,
      BiConsumer<SwarmRun, byte[]> metadataReady,
      Consumer<SwarmRun> completed,
      Failure failed) {
    this.host = host;
    this.hashDesk = hashDesk;
    this.mayDial = mayDial;
    this.metadataReady = metadataReady;
    this.completed = completed;
    this.failed = failed;
  }

  @Override
  public void connect(SwarmRun run, PeerAddress address) {
    if (mayDial.test(address)) {
      host.network().dial(run, address);
    } else {
      run.post(new SwarmEvent.ConnectFailed(address));
    }
  }

  @Override
  public void prefersEncrypted(PeerAddress address) {
    host.network().prefersEncrypted(address);
  }

  @Override
  public void ban(PeerAddress banned) {
    host.network().ban(banned);
  }

  @Override
  public void serveHashes(SwarmRun run, PeerKey peer, PeerMessage.HashRange range) {
    hashDesk.serve(run, peer, range);
  }

  @Override
  public void layerLearned(SwarmRun run, SwarmEffect.LayerLearned layer) {
    hashDesk.learn(layer);
  }

  @Override
  public void metadataReady(SwarmRun run, byte[] info) {
    metadataReady.accept(run, info);
  }

  @Override
  public void completed(SwarmRun run) {
    completed.accept(run);
  }

  @Override
  public void failed(SwarmRun run, String code, Sentence sentence) {
    failed.failed(run, code, sentence);
  }
}
