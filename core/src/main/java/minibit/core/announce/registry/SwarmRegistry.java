package minibit.core.announce.registry;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;

/**
 * A tracker's memory: who is in which swarm, and who is told of whom. Pure, bounded by {@link
 * RegistryLimits}. One owner at a time.
 *
 * <p>A peer is known by its id within a swarm, never by its address alone, so that peers behind one
 * address see each other. Only its own host, or who knows its key, may change it.
 */
public final class SwarmRegistry {
  /** No answer to an announce has more peers, whatever is wanted. */
  public static final int MAX_NUM_WANT = 200;

  /** The swarm of JSON peers that name no torrent. */
  public static final InfoHash NO_TORRENT = InfoHash.of(new byte[InfoHash.WIRE_LENGTH]);

  private final RegistrySettings settings;
  private final RandomGenerator random;
  private final Consumer<TrackerEvent> events;

  private final Roster roster;
  private final BlockBook blocks;
  private final PackedDraw packed;

  /** An empty registry; {@code events} is told what happens, at once and in order. */
  public SwarmRegistry(
      RegistrySettings settings, RandomGenerator random, Consumer<TrackerEvent> events) {
    this.settings = settings;
    this.random = random;
    this.events = events;
    this.roster = new Roster(settings.limits(), events);
    this.blocks = new BlockBook(settings, random, events);
    this.packed = new PackedDraw(random);
  }

  /** What it asks of its peers. */
  public RegistrySettings settings() {
    return settings;
  }

  /** Number of swarms. */
  public int swarmCount() {
    return roster.swarms().size();
  }

  /** Number of peers, one in two swarms counted twice. */
  public int peerCount() {
    return roster.all().size();
  }

  /** Takes an announce; the answer may name peers of both families. */
  public TrackerAnswer announce(Instant now, Asker asker, AnnounceRequest request) {
    if (request.event() == AnnounceEvent.STOPPED) {
      return stopped(asker, request);
    }
    return switch (take(now, asker, request)) {
      case Roster.Entry.Denied(String reason) -> new TrackerAnswer.Refused(reason);
      case Roster.Entry.In(TrackedPeer peer, boolean _) -> given(asker, peer, request.numWant());
    };
  }

  /**
   * Takes an announce, and writes peers of the asker's family alone, as BEP 15 wants them: 6 bytes
   * each, or 18.
   *
   * @param out has room for as many as the request wants
   */
  public PackedAnswer announce(Instant now, Asker asker, AnnounceRequest request, ByteBuffer out) {
    if (request.event() == AnnounceEvent.STOPPED) {
      return stopped(asker, request).packed();
    }
    return switch (take(now, asker, request)) {
      case Roster.Entry.Denied(String reason) -> new PackedAnswer.Refused(reason);
      case Roster.Entry.In(TrackedPeer peer, boolean _) -> {
        pack(asker, peer, Math.min(request.numWant(), MAX_NUM_WANT), out);
        yield new PackedAnswer.Given(peer.swarm.seeders(), peer.swarm.leechers());
      }
    };
  }

  private Roster.Entry take(Instant now, Asker asker, AnnounceRequest request) {
    TrackedSwarm swarm = roster.swarm(request.hash());
    TrackedPeer known = swarm == null ? null : swarm.find(request.peerId());
    PeerName name = known == null ? PeerName.of(request.peerId()) : known.name;
    PeerAddress address = asker.remote().withPort(request.port());
    Roster.Entry entry =
        known == null
            ? roster.enter(request.hash(), swarm, name, address, request.key(), request.left())
            : roster.renew(known, asker, address, request.key());
    if (entry instanceof Roster.Entry.Denied(String reason)) {
      events.accept(new TrackerEvent.Refused(request.hash(), name.text(), reason));
      return entry;
    }
    TrackedPeer peer = ((Roster.Entry.In) entry).peer();
    boolean fresh = ((Roster.Entry.In) entry).fresh();
    boolean wasSeeder = !fresh && peer.isSeeder();
    peer.proven |= request.left() > 0 || request.downloaded() > 0 || request.uploaded() > 0;
    peer.swarm.setLeft(peer, request.left());
    peer.seen(now);
    if (request.event() == AnnounceEvent.COMPLETED && !wasSeeder) {
      peer.swarm.downloaded++;
      events.accept(new TrackerEvent.Completed(request.hash(), name.text()));
    }
    return entry;
  }

  private TrackerAnswer stopped(Asker asker, AnnounceRequest request) {
    TrackedSwarm swarm = roster.swarm(request.hash());
    TrackedPeer peer = swarm == null ? null : swarm.find(request.peerId());
    if (peer != null && !Roster.mayChange(peer, asker, request.key())) {
      events.accept(new TrackerEvent.Refused(request.hash(), peer.name.text(), Roster.NOT_YOURS));
      return new TrackerAnswer.Refused(Roster.NOT_YOURS);
    }
    if (peer != null) {
      leave(peer);
    }
    PeerAddress seenAs = asker.remote().withPort(request.port());
    return swarm == null
        ? new TrackerAnswer.Given(0, 0, 0, List.of(), seenAs)
        : new TrackerAnswer.Given(
            swarm.seeders(), swarm.leechers(), swarm.downloaded, List.of(), seenAs);
  }

  private TrackerAnswer given(Asker asker, TrackedPeer peer, int wanted) {
    TrackedSwarm swarm = peer.swarm;
    int most = Math.min(wanted, MAX_NUM_WANT);
    List<GivenPeer> given = List.of();
    if (most > 0) {
      events.accept(new TrackerEvent.Asked(swarm.hash, peer.name.text(), most));
      given = draw(asker, peer, most);
      events.accept(new TrackerEvent.Answered(swarm.hash, peer.name.text(), given.size()));
    }
    return new TrackerAnswer.Given(
        swarm.seeders(), swarm.leechers(), swarm.downloaded, given, peer.address());
  }

  private List<GivenPeer> draw(Asker asker, TrackedPeer peer, int most) {
    List<GivenPeer> given = new ArrayList<>(most);
    for (TrackedPeer other : peer.swarm.choose(peer, most, random)) {
      other.giveTo(asker, most, given);
    }
    return given;
  }

  private void pack(Asker asker, TrackedPeer peer, int most, ByteBuffer out) {
    if (most == 0) {
      return;
    }
    TrackedSwarm swarm = peer.swarm;
    events.accept(new TrackerEvent.Asked(swarm.hash, peer.name.text(), most));
    int start = out.position();
    int given = packed.draw(peer, most, most, asker, out);
    if (given < most && swarm.size() > most + 1) {
      // Many of the other family were drawn.
      given = packed.draw(peer, MAX_NUM_WANT, most, asker, out.position(start));
    }
    events.accept(new TrackerEvent.Answered(swarm.hash, peer.name.text(), given));
  }

  private void leave(TrackedPeer peer) {
    remove(peer);
    events.accept(new TrackerEvent.Left(peer.swarm.hash, peer.name.text()));
  }

  private void remove(TrackedPeer peer) {
    blocks.forget(peer);
    roster.remove(peer);
  }

  /** Drops whoever fell silent. To be called once a round. */
  public void clean(Instant now) {
    for (int i = roster.all().size() - 1; i >= 0; i--) {
      TrackedPeer peer = roster.all().get(i);
      if (peer.isSilent(now, settings)) {
        remove(peer);
        events.accept(new TrackerEvent.TimedOut(peer.swarm.hash, peer.name.text()));
      }
    }
  }

  /**
   * Where some of a torrent's peers listen, as they announced it; for whoever is not among them.
   *
   * @param most addresses, at most {@link #MAX_NUM_WANT}
   */
  public List<PeerAddress> addresses(InfoHash hash, int most) {
    TrackedSwarm swarm = roster.swarm(hash.wire());
    if (swarm == null) {
      return List.of();
    }
    int some = Math.min(most, MAX_NUM_WANT);
    return swarm.choose(null, some, random).stream()
        .flatMap(peer -> peer.addresses().stream())
        .limit(some)
        .toList();
  }

  /** How a torrent stands; empty if nobody is in its swarm. */
  public Optional<ScrapeCounts> scrape(InfoHash hash) {
    return Optional.ofNullable(roster.swarm(hash))
        .map(swarm -> new ScrapeCounts(swarm.seeders(), swarm.downloaded, swarm.leechers()));
  }

  /** Registers a JSON peer, or renews it: see {@link Registration}. */
  public RegistrationAnswer register(Instant now, Asker asker, Registration registration) {
    InfoHash hash = registration.hash().map(InfoHash::wire).orElse(NO_TORRENT);
    PeerName name = registration.name();
    PeerAddress address = asker.remote().withPort(registration.port());
    long left = registration.left().orElse(1);
    TrackedSwarm swarm = roster.swarm(hash);
    TrackedPeer known = swarm == null ? null : swarm.find(name.id());
    Roster.Entry entry =
        known == null
            ? roster.enter(hash, swarm, name, address, 0, left)
            : roster.renew(known, asker, address, 0);
    if (entry instanceof Roster.Entry.Denied(String reason)) {
      events.accept(new TrackerEvent.Refused(hash, name.text(), reason));
      return new RegistrationAnswer.Refused(reason);
    }
    TrackedPeer peer = ((Roster.Entry.In) entry).peer();
    peer.seen(now);
    BitSet initial =
        ((Roster.Entry.In) entry).fresh()
            ? blocks.welcome(peer, registration)
            : blocks.report(peer, registration.blocksOwned(), registration.blocksTotal());
    events.accept(new TrackerEvent.Asked(hash, name.text(), AnnounceRequest.DEFAULT_NUM_WANT));
    List<GivenPeer> given = new ArrayList<>();
    for (TrackedPeer other : peer.swarm.choose(peer, AnnounceRequest.DEFAULT_NUM_WANT, random)) {
      given.add(other.giveOneTo(asker));
    }
    events.accept(new TrackerEvent.Answered(hash, name.text(), given.size()));
    return new RegistrationAnswer.Registered(initial, given);
  }

  /**
   * Renews a peer and notes what it reports. Without a torrent it is renewed in every swarm.
   *
   * @return whether it is known, and this asker may speak for it
   */
  public boolean ping(Instant now, Asker asker, Report report) {
    List<TrackedPeer> peers = roster.find(report.name(), report.hash());
    peers.removeIf(peer -> !Roster.mayChange(peer, asker, 0));
    for (TrackedPeer peer : peers) {
      peer.seen(now);
      peer.pings = true;
      blocks.report(peer, report.blocksOwned(), report.blocksTotal());
    }
    return !peers.isEmpty();
  }

  /**
   * Removes a peer at once; without a torrent from every swarm.
   *
   * @return whether it was known, and this asker may speak for it
   */
  public boolean unregister(Asker asker, PeerName name, Optional<InfoHash> hash) {
    List<TrackedPeer> peers = roster.find(name, hash);
    peers.removeIf(peer -> !Roster.mayChange(peer, asker, 0));
    peers.forEach(this::leave);
    return !peers.isEmpty();
  }

  /**
   * Others for a JSON peer: all if there are fewer than five, else a random five. Of the torrent
   * named; else of the swarms that the asker is in; else of all.
   */
  public List<GivenPeer> peers(Asker asker, Optional<PeerName> name, Optional<InfoHash> hash) {
    List<TrackedPeer> pool = pool(name, hash);
    InfoHash shown = hash.map(InfoHash::wire).orElse(NO_TORRENT);
    String who = name.map(PeerName::text).orElse("-");
    events.accept(new TrackerEvent.Asked(shown, who, FEW));
    Map<PeerId, TrackedPeer> distinct = new LinkedHashMap<>();
    // A peer may be in several swarms: draw some more, so that five different ones are among them.
    int draws = pool.size() <= EXACT ? pool.size() : EXACT;
    for (TrackedPeer peer : Sample.of(pool, 0, pool.size(), null, draws, random)) {
      if (name.isEmpty() || !peer.name.id().equals(name.get().id())) {
        distinct.putIfAbsent(peer.name.id(), peer);
      }
    }
    List<GivenPeer> given = new ArrayList<>();
    distinct.values().stream().limit(FEW).forEach(peer -> given.add(peer.giveOneTo(asker)));
    events.accept(new TrackerEvent.Answered(shown, who, given.size()));
    return given;
  }

  private static final int FEW = 5;
  private static final int EXACT = 64;

  private List<TrackedPeer> pool(Optional<PeerName> name, Optional<InfoHash> hash) {
    if (hash.isPresent()) {
      TrackedSwarm swarm = roster.swarm(hash.get().wire());
      return swarm == null ? List.of() : swarm.members();
    }
    if (name.isPresent()) {
      List<TrackedPeer> own = roster.find(name.get(), hash);
      if (!own.isEmpty()) {
        return own.stream().flatMap(peer -> peer.swarm.members().stream()).toList();
      }
    }
    return roster.all();
  }

  /** What goes on, for people: at most this many peers, swarm by swarm. */
  public List<SwarmView> view(Instant now, int mostPeers) {
    List<SwarmView> views = new ArrayList<>();
    int room = mostPeers;
    for (TrackedSwarm swarm : roster.swarms()) {
      if (room <= 0) {
        break;
      }
      List<PeerView> peers =
          swarm.members().stream().limit(room).map(peer -> PeerView.of(peer, now)).toList();
      room -= peers.size();
      views.add(
          new SwarmView(
              swarm.hash,
              swarm.seeders(),
              swarm.leechers(),
              swarm.downloaded,
              swarm.blocksTotal,
              peers));
    }
    return views;
  }
}
