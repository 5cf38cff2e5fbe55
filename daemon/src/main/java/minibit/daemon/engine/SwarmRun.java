package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.session.UploadQueue;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.core.words.Sentence;
import minibit.daemon.dht.DhtService;
import minibit.daemon.disk.StorageException;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.RateMeter;
import minibit.daemon.net.TokenBucket;
import minibit.daemon.trace.WireTrace;
import org.jspecify.annotations.Nullable;

/**
 * A torrent while it runs: from its start, or its going on, until it pauses, fails or ends. Holds
 * the live links and performs what the swarm wants. Any thread.
 */
final class SwarmRun {
  /**
   * What a run is about.
   *
   * @param hashes its names
   * @param ourId our peer id
   * @param downLimits what is read counts against these
   * @param upLimits payload that is sent counts against these
   * @param down payload received
   * @param up payload sent
   * @param wasted payload received for nothing
   * @param trace is told every message
   * @param dht our node, if this torrent may have to do with the DHT
   */
  record Frame(
      InfoHashes hashes,
      PeerId ourId,
      List<TokenBucket> downLimits,
      List<TokenBucket> upLimits,
      RateMeter down,
      RateMeter up,
      RateMeter wasted,
      WireTrace trace,
      Optional<DhtService> dht) {}

  /**
   * What a run with metadata has besides.
   *
   * @param salt what no peer knows
   */
  record Content(
      PieceAssembler assembler,
      BlockLoader loader,
      HaveSet have,
      Geometry geometry,
      WebFetching web,
      long salt) {}

  /** What a run asks of those around it. Called by whoever drains the swarm; must not block. */
  interface Surroundings {
    void connect(SwarmRun run, PeerAddress address);

    void prefersEncrypted(PeerAddress address);

    void ban(PeerAddress host);

    void serveHashes(SwarmRun run, PeerKey peer, PeerMessage.HashRange range);

    void layerLearned(SwarmRun run, SwarmEffect.LayerLearned layer);

    /** The info that a magnet link names is here, and its hash fits. */
    void metadataReady(SwarmRun run, byte[] info);

    void completed(SwarmRun run);

    /** The swarm gave up, or is broken. */
    void failed(SwarmRun run, String code, Sentence sentence);
  }

  private final Frame frame;
  private final @Nullable Content content;
  private final Surroundings surroundings;
  private final Map<PeerKey, PeerLink> links = new ConcurrentHashMap<>();
  private final List<SwarmEvent> early = new ArrayList<>();
  private volatile @Nullable Consumer<SwarmEvent> swarm;
  private final Refusers refusers = new Refusers();
  private volatile boolean stopped;

  SwarmRun(Frame frame, @Nullable Content content, Surroundings surroundings) {
    this.frame = frame;
    this.content = content;
    this.surroundings = surroundings;
  }

  /**
   * Where events go; set once. What came before waits, and comes after {@code first}.
   *
   * @param first what another run hands over
   */
  void begin(Consumer<SwarmEvent> post, List<SwarmEvent> first) {
    synchronized (early) {
      first.forEach(post);
      early.forEach(post);
      early.clear();
      swarm = post;
    }
  }

  void post(SwarmEvent event) {
    if (stopped) {
      return;
    }
    Consumer<SwarmEvent> to = swarm;
    if (to == null) {
      synchronized (early) {
        to = swarm;
        if (to == null) {
          early.add(event);
          return;
        }
      }
    }
    to.accept(event);
  }

  WireTrace trace() {
    return frame.trace();
  }

  /** Who took no encrypted connection where we take no other. */
  Refusers refusers() {
    return refusers;
  }

  /** Our node of the DHT, if this torrent may have to do with it. */
  Optional<DhtService> dht() {
    return frame.dht();
  }

  PeerId ourId() {
    return frame.ourId();
  }

  InfoHashes hashes() {
    return frame.hashes();
  }

  boolean isStopped() {
    return stopped;
  }

  /** Where the connection leads, if it is still there. */
  @Nullable PeerAddress addressOf(PeerKey peer) {
    PeerLink link = links.get(peer);
    return link == null ? null : link.remote();
  }

  /** Pieces of the torrent, or -1 while unknown. */
  int pieces() {
    Content known = content;
    return known == null ? -1 : known.geometry().pieces();
  }

  List<TokenBucket> downLimits() {
    return frame.downLimits();
  }

  boolean isV2(InfoHash wireHash) {
    return frame.hashes().v2().map(hash -> hash.wire().equals(wireHash)).orElse(false);
  }

  /** What we dial with: a hybrid by its v1 name, offering to go on in v2. */
  Handshake dialHandshake() {
    return new Handshake(reserved(), frame.hashes().wire().getFirst(), frame.ourId());
  }

  /** The answer to a handshake: by the v2 name where a hybrid's dialler can take it. */
  Handshake answerTo(Handshake theirs) {
    boolean upgrade = frame.hashes().isHybrid() && theirs.upgradeV2() && !isV2(theirs.infoHash());
    InfoHash name = upgrade ? frame.hashes().v2().orElseThrow().wire() : theirs.infoHash();
    return new Handshake(reserved(), name, frame.ourId());
  }

  /** The reserved bytes of every handshake of ours. */
  long reserved() {
    return Handshake.EXTENSIONS
        | Handshake.FAST
        | (frame.dht().isPresent() ? Handshake.DHT : 0)
        | (frame.hashes().isHybrid() ? Handshake.UPGRADE_V2 : 0);
  }

  /**
   * What serves a link's peer; nothing before the metadata is there.
   *
   * @param rejected hears of requests that are dropped late
   */
  @Nullable Uploads uploads(boolean rejects, Consumer<Block> rejected) {
    Content known = content;
    if (known == null) {
      return null;
    }
    return new Uploads(
        new UploadQueue(known.geometry(), rejects, known.salt(), known.have()::get),
        known.loader(),
        frame.upLimits(),
        this::readFailed,
        rejected);
  }

  private void readFailed(IOException fault) {
    StorageException known =
        fault instanceof StorageException ours
            ? ours
            : new StorageException(
                StorageException.Code.READ_FAILED,
                Sentence.plain(String.valueOf(fault.getMessage())),
                fault);
    surroundings.failed(this, known.code().text(), known.sentence());
  }

  /** A link's handshakes are through; false if the run is over. */
  boolean attach(PeerLink link) {
    if (stopped) {
      return false;
    }
    links.put(link.key(), link);
    if (stopped) {
      links.remove(link.key());
      return false;
    }
    return true;
  }

  void detach(PeerLink link) {
    links.remove(link.key(), link);
  }

  List<PeerLink> links() {
    return new ArrayList<>(links.values());
  }

  int connections() {
    return links.size();
  }

  boolean accept(
      Object bringer,
      Block block,
      ByteBuffer payload,
      BufferPool.Lease lease,
      PieceAssembler.Turn turn) {
    Content known = content;
    return known != null
        && !stopped
        && known.assembler().accept(bringer, block, payload, lease, turn);
  }

  /** Whether more may be read of the peers; if not, {@code whenLess} is run once, by any thread. */
  boolean hasRoom(Runnable whenLess) {
    Content known = content;
    return known == null || known.assembler().hasRoom(whenLess);
  }

  void settle(PieceAssembler.Turn turn) {
    Content known = content;
    if (known != null) {
      known.assembler().settle(turn);
    }
  }

  void received(int bytes) {
    frame.down().add(bytes);
  }

  void wasted(int bytes) {
    frame.wasted().add(bytes);
  }

  void sent(long bytes) {
    frame.up().add(bytes);
  }

  /** Does what the swarm wants; by whoever drains it. */
  void perform(SwarmEffect effect) {
    switch (effect) {
      case SwarmEffect.Send(PeerKey peer, PeerMessage message) ->
          onLoop(peer, link -> link.perform(message));
      case SwarmEffect.Ask(PeerKey peer, List<Block> blocks) ->
          onLoop(peer, link -> link.ask(blocks));
      case SwarmEffect.Withdraw(PeerKey peer, List<Block> blocks) ->
          onLoop(peer, link -> link.withdraw(blocks));
      case SwarmEffect.Fetch fetch -> {
        Content known = content;
        if (known != null) {
          known.web().fetch(this, fetch);
        }
      }
      case SwarmEffect.StopFetch(PeerKey seed, long number) -> {
        Content known = content;
        if (known != null) {
          known.web().stop(seed, number);
        }
      }
      case SwarmEffect.Connect(PeerAddress address) -> surroundings.connect(this, address);
      case SwarmEffect.PrefersEncryption(PeerAddress address) ->
          surroundings.prefersEncrypted(address);
      case SwarmEffect.Disconnect(PeerKey peer, CloseReason reason) ->
          onLoop(peer, link -> link.close(reason));
      case SwarmEffect.Ban(PeerAddress host) -> surroundings.ban(host);
      case SwarmEffect.ServeHashes(PeerKey peer, PeerMessage.HashRange range) ->
          surroundings.serveHashes(this, peer, range);
      case SwarmEffect.LayerLearned layer -> surroundings.layerLearned(this, layer);
      case SwarmEffect.Forget(int piece) -> {
        Content known = content;
        if (known != null) {
          known.assembler().forget(piece);
        }
      }
      case SwarmEffect.MetadataReady(byte[] info) -> surroundings.metadataReady(this, info);
      case SwarmEffect.Completed() -> surroundings.completed(this);
      case SwarmEffect.Failed(String message) ->
          surroundings.failed(this, "swarm-failed", Sentence.plain(message));
    }
  }

  /** Sends to a peer from anywhere. */
  void send(PeerKey peer, PeerMessage message) {
    onLoop(peer, link -> link.perform(message));
  }

  private void onLoop(PeerKey peer, Consumer<PeerLink> action) {
    PeerLink link = links.get(peer);
    if (link != null) {
      link.executeOnLoop(() -> action.accept(link));
    }
  }

  /** Nothing is told to the swarm any more; connections close. */
  void stop(CloseReason reason) {
    stopped = true;
    for (PeerLink link : links()) {
      link.executeOnLoop(() -> link.close(reason));
    }
    Content known = content;
    if (known != null) {
      known.web().stopAll();
      known.assembler().forgetAll();
    }
  }
}
