package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator.SplittableGenerator;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.session.PeerKey;
import minibit.core.session.UploadQueue;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.Handshake;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;

/**
 * A torrent of which only the names are known: finds peers and fetches the info dictionary from
 * them (BEP 9), then says {@link SwarmEffect.MetadataReady}. Meanwhile it keeps what peers say
 * about pieces, so that the {@link Swarm} which follows takes the connections over: give it the
 * events of {@link #handOver}. Driven as a {@code Swarm}; not safe for threads.
 */
public final class MetadataSwarm {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(100);
  private static final Duration CHECK_SILENCE = Duration.ofSeconds(30);

  private final MetadataSetup setup;
  private final SwarmSettings settings;
  private final Candidates candidates;
  private final MetadataFetch fetch;
  private final Map<PeerKey, MetadataPeer> peers = new LinkedHashMap<>();
  private List<SwarmEffect> effects = new ArrayList<>();
  private Instant keepAliveAt = Instant.MAX;

  /** A swarm without peers. */
  public MetadataSwarm(MetadataSetup setup, SwarmSettings settings, SplittableGenerator random) {
    this.setup = setup;
    this.settings = settings;
    this.candidates = new Candidates(random.split());
    this.fetch = new MetadataFetch(setup.hashes(), peers, this::send, this::expel);
  }

  /** Takes in what happened and says what to do, in order. */
  public List<SwarmEffect> handle(Instant now, SwarmEvent event) {
    switch (event) {
      case SwarmEvent.Connected connected -> connected(connected, now);
      case SwarmEvent.ConnectFailed(var address) -> candidates.failed(address, now);
      case SwarmEvent.Disconnected(var key, _) -> disconnected(key, now);
      case SwarmEvent.Received(var key, var message) -> received(key, message, now);
      case SwarmEvent.PeersFound(var source, var found) ->
          found.forEach(address -> candidates.found(address, source, now));
      // Nothing was asked for and nothing can be served yet; wishes are for the swarm that follows.
      case SwarmEvent.BlocksReceived _,
          SwarmEvent.BlocksSent _,
          SwarmEvent.PieceVerified _,
          SwarmEvent.PieceFailed _,
          SwarmEvent.WriteFailed _,
          SwarmEvent.WishesChanged _,
          SwarmEvent.WebSeedsFound _,
          SwarmEvent.FetchEnded _,
          SwarmEvent.FetchPassed _,
          SwarmEvent.DeadlineReached _ -> {}
    }
    fetch.run(now).ifPresent(info -> effects.add(new SwarmEffect.MetadataReady(info)));
    keepAlive(now);
    dial(now);
    List<SwarmEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** When {@link #handle} must be called at the latest; {@link Instant#MAX} if nothing is due. */
  public Instant deadline() {
    Instant due = min(fetch.deadline(), keepAliveAt);
    return room() > 0 ? min(due, candidates.nextDue()) : due;
  }

  /** Whether the info dictionary is here. */
  public boolean isReady() {
    return fetch.isDone();
  }

  /** Connected peers. */
  public int peerCount() {
    return peers.size();
  }

  /** Addresses known, connected ones included. */
  public int known() {
    return candidates.count();
  }

  /** Whether an announce should ask for more addresses. */
  public boolean wantsMorePeers() {
    return !fetch.isDone() && !candidates.enough(settings.dialUpTo());
  }

  /**
   * What the swarm that follows is to be told, in order: every live connection, what its peer said,
   * and the addresses still known. To be called once, when nothing is told to this one any more.
   *
   * @param isPrivate whether the torrent is (BEP 27): whom only the DHT or other peers named is
   *     left out then, and its connection is to be closed
   */
  public List<SwarmEvent> handOver(boolean isPrivate) {
    List<SwarmEvent> events = new ArrayList<>();
    for (MetadataPeer peer : peers.values()) {
      if (peer.closing || isPrivate && isStrangers(peer)) {
        continue;
      }
      SwarmEvent.Connected was = peer.connected;
      events.add(
          new SwarmEvent.Connected(
              was.peer(), was.remote(), was.outgoing(), was.theirs(), true, was.carriage()));
      for (PeerMessage message : peer.kept()) {
        events.add(new SwarmEvent.Received(was.peer(), message));
      }
    }
    // Named first, so that the rest does not make them strangers.
    found(events, SwarmEvent.PeerSource.USER, candidates.named());
    found(
        events,
        SwarmEvent.PeerSource.TRACKER,
        isPrivate ? candidates.trusted() : candidates.addresses());
    return events;
  }

  /** Whether only strangers told of it; who dialled us and was named by nobody may stay. */
  private boolean isStrangers(MetadataPeer peer) {
    return candidates
        .source(peer.listens().orElse(peer.connected.remote()))
        .map(SwarmEvent.PeerSource::isStrangers)
        .orElse(false);
  }

  private static void found(
      List<SwarmEvent> events, SwarmEvent.PeerSource source, List<PeerAddress> addresses) {
    if (!addresses.isEmpty()) {
      events.add(new SwarmEvent.PeersFound(source, addresses));
    }
  }

  private void connected(SwarmEvent.Connected event, Instant now) {
    if (event.outgoing()) {
      candidates.connected(event.remote());
    }
    MetadataPeer peer = new MetadataPeer(event, now);
    Optional<CloseReason> refusal = refusal(peer);
    peers.put(event.peer(), peer);
    if (refusal.isPresent()) {
      close(peer, refusal.get());
      return;
    }
    if (keepAliveAt.equals(Instant.MAX)) {
      keepAliveAt = now.plus(CHECK_SILENCE);
    }
    if (event.theirs().fast() && (setup.ourReserved() & Handshake.FAST) != 0) {
      send(peer, new PeerMessage.HaveNone());
    }
    if (event.theirs().extensions()) {
      ExtensionHandshake.Builder hello =
          ExtensionHandshake.builder()
              .takes(Extension.UT_METADATA)
              .takes(Extension.UT_PEX)
              .takes(Extension.UPLOAD_ONLY)
              .takes(Extension.DONT_HAVE)
              .client(setup.client())
              .requests(UploadQueue.MAX_WAITING)
              .yourIp(event.remote().ip());
      if (setup.listenPort() > 0) {
        hello.port(setup.listenPort());
      }
      if (settings.prefersEncryption()) {
        hello.encryption(true);
      }
      send(peer, hello.build().toPeer(Extension.HANDSHAKE_ID));
    }
  }

  private Optional<CloseReason> refusal(MetadataPeer peer) {
    SwarmEvent.Connected event = peer.connected;
    if (!setup.hashes().answersTo(event.theirs().infoHash())) {
      return Optional.of(CloseReason.UNKNOWN_TORRENT);
    }
    PeerId id = event.theirs().peerId();
    if (id.equals(setup.ourId())) {
      if (event.outgoing()) {
        candidates.never(event.remote());
      }
      return Optional.of(CloseReason.SELF);
    }
    for (MetadataPeer other : peers.values()) {
      if (!other.closing && other.connected.theirs().peerId().equals(id)) {
        if (!peer.twin().isBetterThan(other.twin(), setup.ourId().compareTo(id) > 0)) {
          return Optional.of(CloseReason.DUPLICATE);
        }
        close(other, CloseReason.DUPLICATE);
      }
    }
    return peers.size() >= settings.maxPeers()
        ? Optional.of(CloseReason.NO_ROOM)
        : Optional.empty();
  }

  private void disconnected(PeerKey key, Instant now) {
    MetadataPeer peer = peers.remove(key);
    if (peer != null) {
      fetch.gone(peer);
      peer.listens().ifPresent(at -> left(at, peer.hasSpoken(), now));
    }
  }

  /** Of two connections to one peer the second went: there is nobody to dial there. */
  private void left(PeerAddress at, boolean lived, Instant now) {
    for (MetadataPeer other : peers.values()) {
      if (!other.closing && other.listens().filter(at::equals).isPresent()) {
        candidates.connected(at);
        return;
      }
    }
    candidates.gone(at, lived, now);
  }

  private void received(PeerKey key, PeerMessage message, Instant now) {
    MetadataPeer peer = peers.get(key);
    if (peer == null || peer.closing) {
      return;
    }
    if (message instanceof PeerMessage.Extended extended) {
      extended(peer, extended, now);
    } else if (message instanceof PeerMessage.HashRequest(var range)) {
      send(peer, new PeerMessage.HashReject(range));
    } else if (!peer.keep(message)) {
      close(peer, CloseReason.FLOOD);
    }
  }

  private void extended(MetadataPeer peer, PeerMessage.Extended message, Instant now) {
    switch (ExtensionMessage.decode(message)) {
      case ExtensionHandshake handshake -> {
        Optional<PeerAddress> before = peer.listens();
        peer.declared(handshake);
        if (!before.equals(peer.listens())) {
          before.ifPresent(at -> candidates.gone(at, true, now));
        }
        peer.listens().ifPresent(candidates::connectedFrom);
      }
      case MetadataMessage metadata -> fetch.received(peer, metadata, now);
      case PexMessage pex -> exchanged(peer, pex, now);
      case ExtensionMessage.UploadOnly(boolean on) ->
          peer.declared(ExtensionHandshake.builder().uploadOnly(on).build());
      case ExtensionMessage.DontHave _, ExtensionMessage.Unusable _ -> {}
    }
  }

  /** Taken in though the torrent may turn out private: a magnet of one has no other peers. */
  private void exchanged(MetadataPeer peer, PexMessage pex, Instant now) {
    if (!settings.exchangePeers()) {
      return;
    }
    pex.added().stream()
        .map(PexMessage.Added::address)
        .filter(address -> !address.isLoopback() || peer.connected.remote().isLoopback())
        .limit(PexMessage.MAX_SENT)
        .forEach(address -> candidates.found(address, SwarmEvent.PeerSource.PEX, now));
    pex.added().stream()
        .filter(added -> added.is(PexMessage.ENCRYPTION))
        .limit(PexMessage.MAX_SENT)
        .forEach(added -> effects.add(new SwarmEffect.PrefersEncryption(added.address())));
  }

  private void send(MetadataPeer peer, PeerMessage message) {
    effects.add(new SwarmEffect.Send(peer.key(), message));
  }

  private void close(MetadataPeer peer, CloseReason reason) {
    if (!peer.closing) {
      peer.closing = true;
      fetch.gone(peer);
      effects.add(new SwarmEffect.Disconnect(peer.key(), reason));
    }
  }

  /** Its metadata was false, and nobody else's: it is not dialled again. */
  private void expel(MetadataPeer peer) {
    peer.listens().ifPresent(candidates::never);
    close(peer, CloseReason.CORRUPT_DATA);
  }

  private void keepAlive(Instant now) {
    if (now.isBefore(keepAliveAt)) {
      return;
    }
    keepAliveAt = peers.isEmpty() ? Instant.MAX : now.plus(CHECK_SILENCE);
    for (MetadataPeer peer : peers.values()) {
      if (!peer.closing && peer.lastSaid.plus(KEEP_ALIVE).isBefore(now)) {
        peer.lastSaid = now;
        send(peer, new PeerMessage.KeepAlive());
      }
    }
  }

  private int room() {
    return Math.min(
        settings.maxDialing() - candidates.dialing(),
        settings.dialUpTo() - peers.size() - candidates.dialing());
  }

  private void dial(Instant now) {
    int room = room();
    if (room > 0 && !fetch.isDone()) {
      candidates
          .next(now, room, true)
          .forEach(address -> effects.add(new SwarmEffect.Connect(address)));
    }
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
