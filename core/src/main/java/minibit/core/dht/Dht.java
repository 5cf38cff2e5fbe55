package minibit.core.dht;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * A node of the mainline DHT (BEP 5), among IPv4 nodes, IPv6 nodes or both (BEP 32): finds peers of
 * the torrents that are wanted and keeps those of others. Pure: told what happened, it says what is
 * to be sent. One owner.
 *
 * <p>It knows no node by itself: while nobody named one, nothing is sent. Its random numbers guard
 * tokens and transactions, so strangers must not be able to foresee them.
 */
public final class Dht {
  private final DhtSettings settings;
  private final Optional<Family> v4;
  private final Optional<Family> v6;
  private final PeerStore store4;
  private final PeerStore store6;
  private final Answers answers4;
  private final Answers answers6;
  private Instant now;
  private List<DhtEffect> effects = new ArrayList<>();

  /** A node that does nothing before it is told of others. */
  public Dht(DhtSettings settings, RandomGenerator random, Instant now) {
    this.settings = settings;
    this.now = now;
    this.v4 = settings.v4().map(id -> family(false, id, random));
    this.v6 = settings.v6().map(id -> family(true, id, random));
    this.store4 = new PeerStore(random);
    this.store6 = new PeerStore(random);
    Tokens tokens = new Tokens(random, now);
    AnswerBudget budget = new AnswerBudget(now);
    this.answers4 = new Answers(tokens, store4, budget, this::closestGood);
    this.answers6 = new Answers(tokens, store6, budget, this::closestGood);
  }

  private Family family(boolean ipv6, NodeId id, RandomGenerator random) {
    return new Family(ipv6, id, settings, random, this::send, found -> effects.add(found), now);
  }

  private void send(PeerAddress to, KrpcMessage message) {
    effects.add(new DhtEffect.Send(to, KrpcCodec.encode(message)));
  }

  private List<NodeContact> closestGood(boolean ipv6, NodeId target) {
    return (ipv6 ? v6 : v4).map(family -> family.closestGood(target, now)).orElse(List.of());
  }

  /** Takes in what happened and says what to do, in order. */
  public List<DhtEffect> handle(Instant at, DhtEvent event) {
    now = at;
    switch (event) {
      case DhtEvent.Received(PeerAddress from, byte[] packet) ->
          of(from)
              .ifPresent(
                  family ->
                      KrpcCodec.decode(packet)
                          .ifPresent(message -> received(family, from, message)));
      case DhtEvent.NodeKnown(PeerAddress address, boolean lasting) ->
          of(address).ifPresent(family -> family.nodeKnown(address, lasting, now));
      case DhtEvent.Wanted(var hash, boolean announce, boolean seed) ->
          families().forEach(family -> family.want(hash.wire(), announce, seed, now));
      case DhtEvent.Unwanted(var hash) -> families().forEach(family -> family.forget(hash.wire()));
      case DhtEvent.DeadlineReached() -> {}
    }
    families().forEach(family -> family.pass(now));
    List<DhtEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  private Optional<Family> of(PeerAddress address) {
    return address.isIpv6() ? v6 : v4;
  }

  private Stream<Family> families() {
    return Stream.concat(v4.stream(), v6.stream());
  }

  private void received(Family family, PeerAddress from, KrpcMessage message) {
    switch (message) {
      case KrpcMessage.Query query -> {
        if (!settings.readOnly()) {
          Answers answers = from.isIpv6() ? answers6 : answers4;
          Optional<KrpcMessage> answer = answers.to(query, from, family.own(), now);
          if (answer.isPresent()) {
            send(from, answer.get());
            family.asked(query, from, now);
          }
        }
      }
      case KrpcMessage.Response response -> family.answered(response, from, now);
      case KrpcMessage.Error error -> family.refused(error, from);
    }
  }

  /** When {@link #handle} must be called at the latest; {@link Instant#MAX} if nothing is due. */
  public Instant deadline() {
    return families()
        .map(family -> family.deadline(now))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /** Nodes to be asked first after a restart, those that answered last first. */
  public List<NodeContact> contacts() {
    return families().flatMap(family -> family.contacts().stream()).toList();
  }

  /** How it stands. */
  public DhtStatus status() {
    return new DhtStatus(
        v4.map(family -> family.status(now)),
        v6.map(family -> family.status(now)),
        families().mapToInt(Family::announced).max().orElse(0),
        store4.torrents() + store6.torrents());
  }
}
