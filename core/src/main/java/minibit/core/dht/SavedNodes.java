package minibit.core.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.NodeId;

/**
 * What a node keeps over a restart, in a form for a file: its ids and some nodes that answered
 * lately. Immutable.
 *
 * @param v4 our id among IPv4 nodes
 * @param v6 our id among IPv6 nodes
 * @param nodes at most {@link #MAX}
 */
public record SavedNodes(Optional<NodeId> v4, Optional<NodeId> v6, List<NodeContact> nodes) {
  /** Nothing. */
  public static final SavedNodes NONE =
      new SavedNodes(Optional.empty(), Optional.empty(), List.of());

  /** Nodes kept: many are gone at the next start, and one that answers is enough. */
  public static final int MAX = 200;

  /** Bytes of a file that is read. */
  public static final int MAX_BYTES = 64 << 10;

  private static final Limits LIMITS = new Limits(MAX_BYTES, 2, 20);

  /** Keeps the first of the list. */
  public SavedNodes {
    nodes = List.copyOf(nodes.subList(0, Math.min(MAX, nodes.size())));
  }

  /** What these bytes keep; nothing where they are damaged. */
  public static SavedNodes decode(byte[] bytes) {
    try {
      return Bencode.decode(bytes, LIMITS).dict().map(SavedNodes::of).orElse(NONE);
    } catch (BadBencode e) {
      return NONE;
    }
  }

  private static SavedNodes of(BDict dict) {
    List<NodeContact> nodes = new ArrayList<>();
    dict.bytes("nodes").ifPresent(it -> nodes.addAll(NodeContact.unpack(it, false, MAX)));
    dict.bytes("nodes6").ifPresent(it -> nodes.addAll(NodeContact.unpack(it, true, MAX)));
    return new SavedNodes(id(dict, "id4"), id(dict, "id6"), nodes);
  }

  private static Optional<NodeId> id(BDict dict, String key) {
    return dict.bytes(key).filter(id -> id.length == NodeId.LENGTH).map(NodeId::of);
  }

  /** The bytes of it. */
  public byte[] encode() {
    BDict.Builder dict =
        BDict.builder()
            .put("nodes", NodeContact.pack(nodes, false))
            .put("nodes6", NodeContact.pack(nodes, true));
    v4.ifPresent(id -> dict.put("id4", id.toBytes()));
    v6.ifPresent(id -> dict.put("id6", id.toBytes()));
    return Bencode.encode(dict.build());
  }
}
