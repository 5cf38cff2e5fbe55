package minibit.daemon.engine;

import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEffect;
import minibit.core.wire.PeerMessage;
import minibit.core.words.Sentence;

/** Around a run of which nothing is wanted but its connections. */
final class Nobody implements SwarmRun.Surroundings {
  @Override
  public void connect(SwarmRun run, PeerAddress address) {}

  @Override
  public void prefersEncrypted(PeerAddress address) {}

  @Override
  public void ban(PeerAddress host) {}

  @Override
  public void serveHashes(SwarmRun run, PeerKey peer, PeerMessage.HashRange range) {}

  @Override
  public void layerLearned(SwarmRun run, SwarmEffect.LayerLearned layer) {}

  @Override
  public void metadataReady(SwarmRun run, byte[] info) {}

  @Override
  public void completed(SwarmRun run) {}

  @Override
  public void failed(SwarmRun run, String code, Sentence sentence) {}
}
