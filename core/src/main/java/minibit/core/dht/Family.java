package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.dht.krpc.KrpcQuery;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.dht.table.Hosts;
import minibit.core.dht.table.RoutingTable;
import minibit.core.dht.table.SecureIds;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * Our node among those of one address family: IPv4 and IPv6 nodes are two networks (BEP 32). Fills
 * and freshens its table, runs lookups, takes answers. Without any address at which a node might be
 * it sends nothing. One owner.
 */
final class Family {
  /** Lookups for nodes, besides those for peers: of our own place, and of a stale range. */
  private static final int MAX_OWN_LOOKUPS = 2;

  /** How soon our place is looked for again while fewer than K nodes are known. */
  private static final Duration FEW_NODES = Duration.ofMinutes(1);

  private final boolean ipv6;
  private final DhtSettings settings;
  private final RandomGenerator random;
  private final Outbox outbox;
  private final Consumer<DhtEffect.PeersFound> found;
  private final Calls calls;
  private final Acquaintances acquaintances = new Acquaintances();
  private final Searches searches = new Searches();
  private final OwnAddress ownAddress = new OwnAddress();
  private final List<Lookup> lookups = new ArrayList<>();
  private RoutingTable table;

  /** When our own place is to be looked for; far in the future if it need not be. */
  private Instant settleAt = Instant.MAX;

  private Duration settleWait = FEW_NODES;
  private boolean settled;

  Family(
      boolean ipv6,
      NodeId own,
      DhtSettings settings,
      RandomGenerator random,
      Outbox outbox,
      Consumer<DhtEffect.PeersFound> found,
      Instant now) {
    this.ipv6 = ipv6;
    this.settings = settings;
    this.random = random;
    this.outbox = outbox;
    this.found = found;
    this.calls = new Calls(random);
    this.table = new RoutingTable(own, now);
  }

  NodeId own() {
    return table.own();
  }

  List<NodeContact> closestGood(NodeId target, Instant now) {
    return table.closestGood(target, now);
  }

  List<NodeContact> contacts() {
    return table.contacts();
  }

  DhtStatus.Table status(Instant now) {
    return new DhtStatus.Table(table.own(), table.size(), table.good(now));
  }

  int announced() {
    return searches.announced();
  }

  // What happens.

  void nodeKnown(PeerAddress address, boolean lasting, Instant now) {
    if (!table.hasAddress(address)) {
      acquaintances.add(address, lasting, now);
    }
  }

  void want(InfoHash hash, boolean announce, boolean seed, Instant now) {
    searches.want(hash, announce, seed, now);
  }

  void forget(InfoHash hash) {
    searches.forget(hash);
    lookups.removeIf(lookup -> lookup.hash().equals(Optional.of(hash)));
  }

  /** Somebody asked us: a node that is new to us is greeted, and enters if it answers. */
  void asked(KrpcMessage.Query query, PeerAddress from, Instant now) {
    NodeContact node = new NodeContact(query.id(), from);
    boolean known = table.asked(node, now);
    if (!known && !query.readOnly() && table.hasPlaceFor(node, now)) {
      check(node, now);
    }
  }

  void answered(KrpcMessage.Response response, PeerAddress from, Instant now) {
    Optional<Calls.Call> call = calls.close(response.transaction(), from);
    if (call.isEmpty()) {
      return;
    }
    NodeContact node = new NodeContact(response.id(), from);
    Optional<NodeContact> meant = call.get().node().filter(expected -> !expected.equals(node));
    meant.ifPresent(other -> failed(other, call.get().purpose(), now));
    if (meant.isEmpty()) {
      step(call.get().purpose(), node, response);
    }
    boolean lonely = table.size() == 0;
    table.answered(node, now).ifPresent(doubtful -> check(doubtful, now));
    if (lonely && table.size() > 0) {
      settleAt = now;
      settleWait = FEW_NODES;
    }
    response
        .yourAddress()
        .flatMap(seen -> ownAddress.vote(from, seen))
        .filter(seen -> !SecureIds.fits(new NodeContact(table.own(), seen)))
        .ifPresent(seen -> moveTo(SecureIds.make(seen, random), now));
  }

  /** A node that cannot answer this is alive all the same, and no use for it. */
  void refused(KrpcMessage.Error error, PeerAddress from) {
    calls
        .close(error.transaction(), from)
        .ifPresent(
            call -> {
              if (call.purpose() instanceof Calls.Purpose.Step(Lookup lookup)) {
                call.node().ifPresent(lookup::failed);
              }
            });
  }

  private void step(Calls.Purpose purpose, NodeContact node, KrpcMessage.Response response) {
    if (purpose instanceof Calls.Purpose.Step(Lookup lookup)) {
      lookup.answered(node, response.token());
      lookup.heard(plausible(response, node.address()));
      Optional<InfoHash> hash = lookup.hash().filter(it -> searches.of(it).isPresent());
      if (hash.isPresent()) {
        List<PeerAddress> peers =
            lookup.found(
                response.values().stream()
                    .filter(peer -> Hosts.isPlausible(peer, node.address()))
                    .toList());
        if (!peers.isEmpty()) {
          found.accept(new DhtEffect.PeersFound(hash.get(), peers));
        }
      }
    } else if (purpose instanceof Calls.Purpose.Greeting) {
      Lookup greeting = lookups.stream().filter(this::isSettling).findFirst().orElse(null);
      if (greeting != null) {
        greeting.heard(plausible(response, node.address()));
      }
    }
  }

  private boolean isSettling(Lookup lookup) {
    return lookup.target().equals(table.own());
  }

  private List<NodeContact> plausible(KrpcMessage.Response response, PeerAddress teller) {
    return (ipv6 ? response.nodes6() : response.nodes())
        .stream().filter(node -> Hosts.isPlausible(node.address(), teller)).toList();
  }

  /**
   * Others see us at an address that our id does not go with: we begin anew under one that does.
   */
  private void moveTo(NodeId id, Instant now) {
    RoutingTable before = table;
    table = new RoutingTable(id, now);
    before.contacts().forEach(node -> table.answered(node, now));
    lookups.removeIf(lookup -> lookup.hash().isEmpty());
    settled = false;
    settleAt = now;
  }

  // What time brings.

  /** Does what is due. */
  void pass(Instant now) {
    for (Calls.Call late : calls.expired(now)) {
      late.node().ifPresent(node -> failed(node, late.purpose(), now));
    }
    greet(now);
    settle(now);
    refresh(now);
    if (settled && table.size() > 0) {
      searches
          .due(now)
          .forEach(search -> begin(Lookup.ofPeers(table.own(), search.hash, search.seed)));
    }
    advance(now);
  }

  private void failed(NodeContact node, Calls.Purpose purpose, Instant now) {
    if (purpose instanceof Calls.Purpose.Step(Lookup lookup)) {
      lookup.failed(node);
    }
    table.failed(node, now).ifPresent(doubtful -> check(doubtful, now));
  }

  private void greet(Instant now) {
    int room = calls.hasRoomForCheck() ? RoutingTable.K : 0;
    for (PeerAddress address : acquaintances.due(now, table.size() == 0, room)) {
      if (!table.hasAddress(address) && calls.hasRoom()) {
        ask(
            address,
            Optional.empty(),
            new KrpcQuery.FindNode(table.own(), KrpcQuery.Want.UNSAID),
            new Calls.Purpose.Greeting(),
            now);
      }
    }
  }

  private void settle(Instant now) {
    if (now.isBefore(settleAt) || table.size() == 0 || ownLookups() >= MAX_OWN_LOOKUPS) {
      return;
    }
    settleAt = Instant.MAX;
    begin(Lookup.ofNode(table.own(), table.own()));
  }

  private void refresh(Instant now) {
    if (settled && ownLookups() == 0 && !now.isBefore(table.refreshDue())) {
      begin(Lookup.ofNode(table.own(), table.refresh(now, random)));
    }
  }

  private long ownLookups() {
    return lookups.stream().filter(lookup -> lookup.hash().isEmpty()).count();
  }

  private void begin(Lookup lookup) {
    lookup.heard(table.closest(lookup.target()));
    lookups.add(lookup);
  }

  private void advance(Instant now) {
    for (Lookup lookup : List.copyOf(lookups)) {
      while (calls.hasRoom()) {
        Optional<NodeContact> next = lookup.next(now);
        if (next.isEmpty()) {
          break;
        }
        ask(next.get().address(), next, lookup.question(), new Calls.Purpose.Step(lookup), now);
      }
      if (lookup.isDone()) {
        lookups.remove(lookup);
        ended(lookup, now);
      }
    }
  }

  private void ended(Lookup lookup, Instant now) {
    Optional<InfoHash> hash = lookup.hash();
    if (hash.isEmpty()) {
      if (isSettling(lookup)) {
        settledIn(now);
      }
      return;
    }
    Optional<Searches.Search> search = searches.of(hash.get());
    if (search.isPresent()) {
      int told = search.get().announce ? announce(lookup, search.get(), now) : 0;
      searches.ended(search.get(), isFruitful(search.get(), lookup.peers(), told), now);
    }
  }

  /** Who needs peers has to find some, and one of them may be ourselves, announced before. */
  private static boolean isFruitful(Searches.Search search, int peers, int told) {
    return search.seed ? peers > 0 || told >= RoutingTable.K : peers > (search.announce ? 1 : 0);
  }

  /** We know our neighbourhood; as long as it is small, we look again. */
  private void settledIn(Instant now) {
    settled = true;
    if (table.size() < RoutingTable.K) {
      settleAt = now.plus(settleWait);
      settleWait =
          settleWait.compareTo(RoutingTable.REFRESH) < 0
              ? settleWait.multipliedBy(2)
              : RoutingTable.REFRESH;
    }
  }

  private int announce(Lookup lookup, Searches.Search search, Instant now) {
    int told = 0;
    for (Lookup.Keeper keeper : lookup.keepers()) {
      if (calls.hasRoom()) {
        told++;
        ask(
            keeper.node().address(),
            Optional.of(keeper.node()),
            new KrpcQuery.AnnouncePeer(
                search.hash,
                settings.peerPort(),
                settings.impliedPort(),
                keeper.token(),
                search.seed),
            new Calls.Purpose.Announce(),
            now);
      }
    }
    return told;
  }

  private void check(NodeContact node, Instant now) {
    if (calls.hasRoomForCheck() && !calls.isAsking(node.address())) {
      ask(node.address(), Optional.of(node), new KrpcQuery.Ping(), new Calls.Purpose.Check(), now);
    }
  }

  private void ask(
      PeerAddress to,
      Optional<NodeContact> node,
      KrpcQuery query,
      Calls.Purpose purpose,
      Instant now) {
    byte[] transaction = calls.open(to, node, purpose, now);
    outbox.send(to, new KrpcMessage.Query(transaction, table.own(), settings.readOnly(), query));
  }

  /** When {@link #pass} must be called at the latest. */
  Instant deadline(Instant now) {
    Instant due = calls.deadline();
    due = min(due, calls.hasRoomForCheck() ? acquaintances.deadline(table.size() == 0) : due);
    if (table.size() > 0) {
      due = min(due, ownLookups() < MAX_OWN_LOOKUPS ? settleAt : due);
      if (settled) {
        due = min(due, searches.deadline());
        due = min(due, ownLookups() == 0 ? table.refreshDue() : due);
      }
    }
    for (Lookup lookup : lookups) {
      due = min(due, lookup.deadline(now));
    }
    return due;
  }

  private static Instant min(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }
}
