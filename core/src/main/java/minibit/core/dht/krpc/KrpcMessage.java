package minibit.core.dht.krpc;

import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/** One datagram between nodes (BEP 5). */
public sealed interface KrpcMessage {
  /** What the asker chose, to be echoed: 1 to {@link KrpcCodec#MAX_TRANSACTION} bytes. */
  byte[] transaction();

  /**
   * A question.
   *
   * @param id of the asker
   * @param readOnly whether the asker answers nobody and wants to be in no table (BEP 43)
   */
  record Query(byte[] transaction, NodeId id, boolean readOnly, KrpcQuery query)
      implements KrpcMessage {}

  /**
   * An answer. Which question it answers only the transaction tells.
   *
   * @param id of who answers
   * @param nodes of IPv4, near what was asked for
   * @param nodes6 of IPv6
   * @param values peers of both families
   * @param token to announce with
   * @param yourAddress how the answering node sees the asker (BEP 42)
   * @param scrape filters that count peers (BEP 33)
   * @param sample torrents with peers (BEP 51)
   */
  record Response(
      byte[] transaction,
      NodeId id,
      List<NodeContact> nodes,
      List<NodeContact> nodes6,
      List<PeerAddress> values,
      Optional<byte[]> token,
      Optional<PeerAddress> yourAddress,
      Optional<Scrape> scrape,
      Optional<Sample> sample)
      implements KrpcMessage {
    /** Copies the lists. */
    public Response {
      nodes = List.copyOf(nodes);
      nodes6 = List.copyOf(nodes6);
      values = List.copyOf(values);
    }

    /** An answer that says no more than who gives it. */
    public static Response of(byte[] transaction, NodeId id, PeerAddress to) {
      return new Response(
          transaction,
          id,
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.of(to),
          Optional.empty(),
          Optional.empty());
    }

    /** The same with nodes. */
    public Response withNodes(List<NodeContact> v4, List<NodeContact> v6) {
      return new Response(transaction, id, v4, v6, values, token, yourAddress, scrape, sample);
    }

    /** The same with what {@code get_peers} gives. */
    public Response withPeers(
        List<PeerAddress> peers, byte[] announceToken, Optional<Scrape> filters) {
      return new Response(
          transaction,
          id,
          nodes,
          nodes6,
          peers,
          Optional.of(announceToken),
          yourAddress,
          filters,
          sample);
    }

    /** The same with torrents. */
    public Response withSample(Sample torrents) {
      return new Response(
          transaction,
          id,
          nodes,
          nodes6,
          values,
          token,
          yourAddress,
          scrape,
          Optional.of(torrents));
    }
  }

  /**
   * A question could not be answered.
   *
   * @param code 201 generic, 202 server, 203 protocol, 204 unknown method
   * @param text for people; not to be trusted
   * @param yourAddress how the answering node sees the asker
   */
  record Error(byte[] transaction, int code, String text, Optional<PeerAddress> yourAddress)
      implements KrpcMessage {
    /** Malformed, or a bad token. */
    public static final int PROTOCOL = 203;

    /** Nobody knows the method. */
    public static final int METHOD_UNKNOWN = 204;
  }

  /** The two filters of a scrape (BEP 33): who has all of it, who not. */
  record Scrape(CountingFilter seeds, CountingFilter peers) {}

  /**
   * Torrents that a node keeps peers of (BEP 51).
   *
   * @param hashes some of them
   * @param total how many it has
   * @param interval seconds to wait before asking again
   */
  record Sample(List<InfoHash> hashes, int total, int interval) {
    /** Copies the list. */
    public Sample {
      hashes = List.copyOf(hashes);
    }
  }
}
