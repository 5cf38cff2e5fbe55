package minibit.core.dht;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.dht.krpc.KrpcQuery;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * Answers other nodes' questions, with at most 1024 bytes and to each host only so often (BEP 5,
 * 32, 33, 51). One owner.
 */
final class Answers {
  /** Peers of one answer: with all else in it they fit the largest datagram. */
  static final int MAX_VALUES = 50;

  /** Torrents of one sample. */
  static final int MAX_SAMPLE = 20;

  /** Seconds that who was given a sample should wait before it asks again (BEP 51). */
  static final int SAMPLE_INTERVAL = 300;

  private final Tokens tokens;
  private final PeerStore store;
  private final AnswerBudget budget;
  private final BiFunction<Boolean, NodeId, List<NodeContact>> closest;

  /**
   * Answers for one family.
   *
   * @param closest good nodes near an id, of IPv6 if true: nodes may be asked for those of the
   *     other family too
   */
  Answers(
      Tokens tokens,
      PeerStore store,
      AnswerBudget budget,
      BiFunction<Boolean, NodeId, List<NodeContact>> closest) {
    this.tokens = tokens;
    this.store = store;
    this.budget = budget;
    this.closest = closest;
  }

  /** The answer, unless the asker has had enough. */
  Optional<KrpcMessage> to(KrpcMessage.Query asked, PeerAddress from, NodeId own, Instant now) {
    if (!budget.allows(from, now)) {
      return Optional.empty();
    }
    byte[] t = asked.transaction();
    KrpcMessage.Response plain = KrpcMessage.Response.of(t, own, from);
    return Optional.of(
        switch (asked.query()) {
          case KrpcQuery.Ping() -> plain;
          case KrpcQuery.FindNode(NodeId target, KrpcQuery.Want want) ->
              near(plain, target, want.in(from.isIpv6()));
          case KrpcQuery.GetPeers query -> peers(plain, query, from, now);
          case KrpcQuery.AnnouncePeer query -> keep(plain, query, from, now);
          case KrpcQuery.SampleInfohashes(NodeId target, KrpcQuery.Want want) ->
              near(plain, target, want.in(from.isIpv6()))
                  .withSample(
                      new KrpcMessage.Sample(
                          store.sample(MAX_SAMPLE, now), store.torrents(), SAMPLE_INTERVAL));
          case KrpcQuery.Unknown _ ->
              error(t, KrpcMessage.Error.METHOD_UNKNOWN, "Method Unknown", from);
          case KrpcQuery.Malformed(String why) ->
              error(t, KrpcMessage.Error.PROTOCOL, "bad or missing: " + why, from);
        });
  }

  private KrpcMessage.Response near(
      KrpcMessage.Response plain, NodeId target, KrpcQuery.Want want) {
    return plain.withNodes(
        want.v4() ? closest.apply(false, target) : List.of(),
        want.v6() ? closest.apply(true, target) : List.of());
  }

  /** Peers make room for nodes where both do not fit: with nodes the asker can go on. */
  private KrpcMessage peers(
      KrpcMessage.Response plain, KrpcQuery.GetPeers query, PeerAddress from, Instant now) {
    InfoHash hash = query.hash();
    KrpcMessage.Response nodes = near(plain, NodeId.of(hash), query.want().in(from.isIpv6()));
    Optional<KrpcMessage.Scrape> scrape =
        query.scrape() ? Optional.of(store.scrape(hash, now)) : Optional.empty();
    byte[] token = tokens.of(from, now);
    for (int most = MAX_VALUES; most > 0; most /= 2) {
      KrpcMessage.Response whole =
          nodes.withPeers(store.peers(hash, most, query.noSeeds(), now), token, scrape);
      if (KrpcCodec.encode(whole).length <= KrpcCodec.MAX_SENT) {
        return whole;
      }
    }
    return plain.withPeers(List.of(), token, scrape);
  }

  private KrpcMessage keep(
      KrpcMessage.Response plain, KrpcQuery.AnnouncePeer query, PeerAddress from, Instant now) {
    if (!tokens.isValid(query.token(), from, now)) {
      return error(plain.transaction(), KrpcMessage.Error.PROTOCOL, "bad token", from);
    }
    PeerAddress peer = query.impliedPort() ? from : from.withPort(query.port());
    store.put(query.hash(), peer, query.seed(), now);
    return plain;
  }

  private static KrpcMessage error(byte[] t, int code, String text, PeerAddress from) {
    return new KrpcMessage.Error(t, code, text, Optional.of(from));
  }
}
