package minibit.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.dht.krpc.KrpcQuery;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.dht.table.SecureIds;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** One node, spoken to by hand. */
class DhtTest {
  private static final byte[] T = {7, 7};
  private static final InfoHash HASH = InfoHash.of(new byte[20]);
  private static final PeerAddress ASKER = address(50, 1, 1, 1);

  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeId asking = NodeId.random(random);
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private Dht dht = node(false);

  private Dht node(boolean readOnly) {
    return new Dht(
        new DhtSettings(
            Optional.of(NodeId.random(random)),
            Optional.of(NodeId.random(random)),
            6881,
            true,
            readOnly),
        random,
        now);
  }

  @Test
  void aTokenIsGoodForItsHostAndForTenMinutesAtMost() {
    byte[] token = token(ASKER);

    assertThat(announce(address(50, 1, 1, 2), token)).isEqualTo(KrpcMessage.Error.PROTOCOL);
    assertThat(peers()).isEmpty();
    assertThat(announce(ASKER.withPort(9), token)).isZero();
    now = now.plus(Duration.ofMinutes(5));
    assertThat(announce(ASKER, token)).isZero();
    now = now.plus(Duration.ofMinutes(5));
    assertThat(announce(ASKER, token)).isEqualTo(KrpcMessage.Error.PROTOCOL);
  }

  @Test
  void impliedPortsAreThoseOfThePacketAndOthersThoseSaid() {
    ask(new KrpcQuery.AnnouncePeer(HASH, 1234, true, token(ASKER), false), ASKER.withPort(4000));
    assertThat(peers()).containsExactly(ASKER.withPort(4000));

    ask(new KrpcQuery.AnnouncePeer(HASH, 1234, false, token(ASKER), false), ASKER);
    assertThat(peers()).containsExactly(ASKER.withPort(1234));
  }

  @Test
  void whatIsNotAnnouncedAgainIsForgotten() {
    announce(ASKER, token(ASKER));
    now = now.plus(PeerStore.LIFE).minusSeconds(1);
    assertThat(peers()).hasSize(1);
    now = now.plusSeconds(1);
    assertThat(peers()).isEmpty();
  }

  @Test
  void unknownMethodsAndLackingArgumentsAreTold() {
    assertThat(((KrpcMessage.Error) ask(new KrpcQuery.Unknown("vote"), ASKER)).code())
        .isEqualTo(KrpcMessage.Error.METHOD_UNKNOWN);
    byte[] lacking =
        "d1:ad2:id20:abcdefghij0123456789e1:q9:get_peers1:t2:aa1:y1:qe"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(answer(lacking, ASKER))
        .get()
        .isInstanceOfSatisfying(
            KrpcMessage.Error.class,
            error -> assertThat(error.code()).isEqualTo(KrpcMessage.Error.PROTOCOL));
  }

  @Test
  void answersEchoTheTransactionAndSayWhereTheAskerIs() {
    KrpcMessage.Response answer = (KrpcMessage.Response) ask(new KrpcQuery.Ping(), ASKER);

    assertThat(answer.transaction()).isEqualTo(T);
    assertThat(answer.yourAddress()).contains(ASKER);
  }

  @Test
  void whoOnlyReadsAnswersNobody() {
    dht = node(true);

    assertThat(answer(query(new KrpcQuery.Ping()), ASKER)).isEmpty();
  }

  @Test
  void oneHostGetsOnlySoManyAnswers() {
    int answers = 0;
    for (int i = 0; i < 1000; i++) {
      now = now.plusMillis(10);
      answers += answer(query(new KrpcQuery.Ping()), ASKER.withPort(1 + i)).isPresent() ? 1 : 0;
    }
    assertThat(answers).isBetween(50, AnswerBudget.BURST + 10 * AnswerBudget.RATE + 1);
    assertThat(answer(query(new KrpcQuery.Ping()), address(51, 1, 1, 1))).isPresent();
  }

  /** The largest answers there can be: full of nodes of both families, peers and filters. */
  @Test
  void noAnswerIsLargerThanADatagramMayBe() {
    for (int i = 0; i < 300; i++) {
      now = now.plusSeconds(1);
      PeerAddress peer = address(60 + i % 50, i, 2, 3);
      announce(peer, token(peer));
      meet(peer);
      byte[] six = NodeId.random(random).toBytes();
      byte[] ip = java.util.Arrays.copyOf(six, 16);
      ip[0] = 0x20;
      meet(PeerAddress.of(ip, 6881));
    }
    DhtStatus status = dht.status();
    assertThat(status.v4().orElseThrow().good()).isGreaterThan(7);
    assertThat(status.v6().orElseThrow().good()).isGreaterThan(7);
    KrpcQuery.Want both = new KrpcQuery.Want(true, true);
    for (KrpcQuery query :
        List.of(
            new KrpcQuery.GetPeers(HASH, both, false, false),
            new KrpcQuery.GetPeers(HASH, both, false, true),
            new KrpcQuery.FindNode(NodeId.of(HASH), both),
            new KrpcQuery.SampleInfohashes(NodeId.of(HASH), both))) {
      now = now.plusSeconds(10);
      byte[] question =
          KrpcCodec.encode(
              new KrpcMessage.Query(new byte[KrpcCodec.MAX_TRANSACTION], asking, false, query));

      byte[] packet = packets(question, ASKER).getFirst();

      assertThat(packet.length).isBetween(300, KrpcCodec.MAX_SENT);
      KrpcMessage.Response answer = (KrpcMessage.Response) KrpcCodec.decode(packet).orElseThrow();
      if (query instanceof KrpcQuery.GetPeers(_, _, _, boolean scrape)) {
        assertThat(answer.token()).isPresent();
        assertThat(answer.scrape().isPresent()).isEqualTo(scrape);
      } else {
        assertThat(answer.nodes()).hasSize(8);
        assertThat(answer.nodes6()).hasSize(8);
      }
    }
  }

  /** One liar changes nothing; when most agree, the id goes with the address they see. */
  @Test
  void theIdFollowsTheAddressThatOthersSee() {
    NodeId before = id();
    PeerAddress own = address(90, 80, 70, 60);
    meet(address(50, 2, 2, 2), answer -> seen(answer, address(1, 2, 3, 4)));
    for (int i = 0; i < OwnAddress.ENOUGH; i++) {
      assertThat(id()).isEqualTo(before);
      meet(address(52, i, 2, 2), answer -> seen(answer, own));
    }

    assertThat(id()).isNotEqualTo(before);
    assertThat(SecureIds.fits(new NodeContact(id(), own))).isTrue();
  }

  @Test
  void answersFromElsewhereAreNone() {
    PeerAddress node = address(50, 3, 3, 3);
    List<byte[]> sent = tell(new DhtEvent.NodeKnown(node, true));
    KrpcMessage.Query asked = (KrpcMessage.Query) KrpcCodec.decode(sent.getFirst()).orElseThrow();
    KrpcMessage.Response answer =
        KrpcMessage.Response.of(asked.transaction(), NodeId.random(random), node);

    tell(new DhtEvent.Received(node.withPort(1), KrpcCodec.encode(answer)));
    tell(new DhtEvent.Received(address(50, 3, 3, 4), KrpcCodec.encode(answer)));

    assertThat(dht.status().v4().orElseThrow().nodes()).isZero();
    tell(new DhtEvent.Received(node, KrpcCodec.encode(answer)));
    assertThat(dht.status().v4().orElseThrow().nodes()).isEqualTo(1);
  }

  /** A node that only asks is greeted, and is no node of ours before it answers. */
  @Test
  void whoAsksMustAnswerBeforeItIsTrusted() {
    List<byte[]> sent = packets(query(new KrpcQuery.Ping()), ASKER);

    assertThat(sent).hasSize(2);
    assertThat(dht.status().v4().orElseThrow().nodes()).isZero();
  }

  /** Those that were asked make room: else the first that came would be the only ones for ever. */
  @Test
  void moreNodesThanCanBeRememberedAreAskedAllTheSame() {
    int asked = 0;
    for (int i = 0; i < 2 * Acquaintances.MAX; i++) {
      now = now.plusSeconds(6);
      PeerAddress node = address(60 + i / 200, i % 200, 1, 1);
      for (DhtEffect effect : dht.handle(now, new DhtEvent.NodeKnown(node, true))) {
        asked += effect instanceof DhtEffect.Send(PeerAddress to, _) && to.equals(node) ? 1 : 0;
      }
    }
    assertThat(asked).isGreaterThan(Acquaintances.MAX);
  }

  @Seeds(100)
  void whatWasKeptIsReadAndWhatWasDamagedIsNoTrouble(long seed) {
    var chance = new SplittableRandom(seed);
    List<NodeContact> nodes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      nodes.add(new NodeContact(NodeId.random(chance), address(20 + i % 50, i % 200, 1, 1)));
    }
    SavedNodes saved = new SavedNodes(Optional.of(asking), Optional.empty(), nodes);
    byte[] bytes = saved.encode();

    assertThat(saved.nodes()).hasSize(SavedNodes.MAX);
    assertThat(SavedNodes.decode(bytes)).isEqualTo(saved);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = java.util.Arrays.copyOf(bytes, chance.nextInt(bytes.length));
      for (int flips = damaged.length == 0 ? 0 : chance.nextInt(5); flips > 0; flips--) {
        damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt(256);
      }
      assertThat(SavedNodes.decode(damaged).nodes()).hasSizeLessThanOrEqualTo(2 * SavedNodes.MAX);
    }
  }

  /** Strangers in the open do not make us ask machines of our own network. */
  @Test
  void nodesThatCannotBeWhereTheySayAreNotAsked() {
    List<NodeContact> named = new ArrayList<>();
    for (byte[] ip :
        new byte[][] {
          {127, 0, 0, 1},
          {10, 0, 0, 1},
          {(byte) 192, (byte) 168, 1, 1},
          {0, 0, 0, 0},
          {(byte) 224, 0, 0, 1},
          {(byte) 255, (byte) 255, (byte) 255, (byte) 255}
        }) {
      named.add(new NodeContact(NodeId.random(random), PeerAddress.of(ip, 53)));
    }
    PeerAddress liar = address(50, 4, 4, 4);
    meet(liar);
    List<PeerAddress> asked = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      now = now.plusSeconds(30);
      for (DhtEffect effect : dht.handle(now, new DhtEvent.DeadlineReached())) {
        if (effect instanceof DhtEffect.Send(PeerAddress to, byte[] packet)) {
          asked.add(to);
          KrpcCodec.decode(packet)
              .ifPresent(
                  message ->
                      tell(
                          new DhtEvent.Received(
                              to,
                              KrpcCodec.encode(
                                  KrpcMessage.Response.of(message.transaction(), LIAR_ID, to)
                                      .withNodes(named, List.of())))));
        }
      }
    }
    assertThat(asked).isNotEmpty().allMatch(liar::equals);
  }

  private static final NodeId LIAR_ID = NodeId.random(new SplittableRandom(99));

  /** Whatever comes from whomever: no fault, no more out than is due, and the state stays small. */
  @Seeds(40)
  void noiseDoesNoHarm(long seed) {
    var chance = new SplittableRandom(seed);
    int sent = 0;
    for (int i = 0; i < 2000; i++) {
      now = now.plusMillis(chance.nextInt(50));
      byte[] packet = query(any(chance));
      for (int flips = chance.nextInt(3); flips > 0; flips--) {
        packet[chance.nextInt(packet.length)] = (byte) chance.nextInt(256);
      }
      PeerAddress from =
          address(chance.nextInt(1, 224), chance.nextInt(4), 1, chance.nextInt(1, 200));
      sent += tell(new DhtEvent.Received(from, packet)).size();
      if (chance.nextInt(10) == 0) {
        tell(new DhtEvent.DeadlineReached());
      }
    }
    assertThat(sent).isLessThan(2 * 2000 + 1);
  }

  private static KrpcQuery any(SplittableRandom chance) {
    InfoHash hash = InfoHash.of(NodeId.random(chance).toBytes());
    return switch (chance.nextInt(5)) {
      case 0 -> new KrpcQuery.Ping();
      case 1 -> new KrpcQuery.FindNode(NodeId.random(chance), KrpcQuery.Want.UNSAID);
      case 2 -> new KrpcQuery.GetPeers(hash, KrpcQuery.Want.UNSAID, true, true);
      case 3 -> new KrpcQuery.AnnouncePeer(hash, 1, true, new byte[8], false);
      default -> new KrpcQuery.Unknown("x");
    };
  }

  // By hand.

  private NodeId id() {
    return dht.status().v4().orElseThrow().id();
  }

  /** A node of a fitting id that answers the first question it is asked. */
  private void meet(PeerAddress node) {
    meet(node, answer -> answer);
  }

  private void meet(PeerAddress node, UnaryOperator<KrpcMessage.Response> saying) {
    NodeId id = SecureIds.make(node, random);
    for (DhtEffect effect : dht.handle(now, new DhtEvent.NodeKnown(node, false))) {
      if (effect instanceof DhtEffect.Send(PeerAddress to, byte[] packet) && to.equals(node)) {
        KrpcMessage asked = KrpcCodec.decode(packet).orElseThrow();
        KrpcMessage.Response answer =
            KrpcMessage.Response.of(asked.transaction(), id, ASKER.withPort(1));
        KrpcMessage.Response plain = seen(answer, Optional.empty());
        tell(new DhtEvent.Received(node, KrpcCodec.encode(saying.apply(plain))));
        return;
      }
    }
    now = now.plusSeconds(6);
    tell(new DhtEvent.DeadlineReached());
  }

  private static KrpcMessage.Response seen(KrpcMessage.Response answer, PeerAddress at) {
    return seen(answer, Optional.of(at));
  }

  private static KrpcMessage.Response seen(KrpcMessage.Response answer, Optional<PeerAddress> at) {
    return new KrpcMessage.Response(
        answer.transaction(),
        answer.id(),
        answer.nodes(),
        answer.nodes6(),
        answer.values(),
        answer.token(),
        at,
        answer.scrape(),
        answer.sample());
  }

  private byte[] token(PeerAddress host) {
    KrpcQuery query = new KrpcQuery.GetPeers(HASH, KrpcQuery.Want.UNSAID, false, false);
    return ((KrpcMessage.Response) ask(query, host)).token().orElseThrow();
  }

  /** 0, or the code of the error. */
  private int announce(PeerAddress host, byte[] token) {
    return ask(new KrpcQuery.AnnouncePeer(HASH, 6881, false, token, true), host)
            instanceof KrpcMessage.Error error
        ? error.code()
        : 0;
  }

  private List<PeerAddress> peers() {
    KrpcQuery query = new KrpcQuery.GetPeers(HASH, KrpcQuery.Want.UNSAID, false, false);
    return ((KrpcMessage.Response) ask(query, address(55, 5, 5, 5))).values();
  }

  private KrpcMessage ask(KrpcQuery query, PeerAddress from) {
    return answer(query(query), from).orElseThrow();
  }

  private byte[] query(KrpcQuery query) {
    return KrpcCodec.encode(new KrpcMessage.Query(T, asking, false, query));
  }

  private Optional<KrpcMessage> answer(byte[] packet, PeerAddress from) {
    return packets(packet, from).stream()
        .flatMap(sent -> KrpcCodec.decode(sent).stream())
        .filter(message -> !(message instanceof KrpcMessage.Query))
        .findFirst();
  }

  private List<byte[]> packets(byte[] packet, PeerAddress from) {
    return tell(new DhtEvent.Received(from, packet));
  }

  private List<byte[]> tell(DhtEvent event) {
    List<byte[]> sent = new ArrayList<>();
    for (DhtEffect effect : dht.handle(now, event)) {
      if (effect instanceof DhtEffect.Send(_, byte[] packet)) {
        sent.add(packet);
      }
    }
    return sent;
  }

  private static PeerAddress address(int a, int b, int c, int d) {
    return PeerAddress.of(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, 6881);
  }
}
