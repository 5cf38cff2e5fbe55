package minibit.core.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;
import minibit.core.id.CompactPeers;
import minibit.core.id.PeerAddress;

/**
 * Which peers the sender is connected to since its last such message, and which no longer (BEP 11).
 * Untrusted: addresses are hints. Immutable.
 *
 * @param added without duplicates; as decoded, at most {@link #MAX_TAKEN}
 * @param dropped without duplicates, and none that is also added; as decoded, at most {@link
 *     #MAX_TAKEN}
 */
public record PexMessage(List<Added> added, List<PeerAddress> dropped) implements ExtensionMessage {
  /** Peers in each list of a message of ours, but for the first (BEP 11). */
  public static final int MAX_SENT = 50;

  /** Peers in each list that we look at; a first message may well hold more than 50. */
  public static final int MAX_TAKEN = 200;

  /** Prefers encrypted connections. */
  public static final int ENCRYPTION = 0x01;

  /** Wants no pieces: a seeder or a partial one. */
  public static final int SEED = 0x02;

  /** Speaks uTP. */
  public static final int UTP = 0x04;

  /** Takes hole punching messages. */
  public static final int HOLEPUNCH = 0x08;

  /** The sender dialled it: it can be reached. */
  public static final int REACHABLE = 0x10;

  /**
   * A peer the sender is connected to.
   *
   * @param flags of the constants above, as the sender gave them
   */
  public record Added(PeerAddress address, int flags) {
    /** Whether a flag is set. */
    public boolean is(int flag) {
      return (flags & flag) != 0;
    }
  }

  /** Copies the lists. */
  public PexMessage {
    added = List.copyOf(added);
    dropped = List.copyOf(dropped);
  }

  /** Reads the payload of a peer exchange message; empty if it is no dictionary. */
  static Optional<PexMessage> decode(byte[] payload) {
    try {
      return Bencode.decode(payload, Limits.MESSAGE).dict().map(PexMessage::of);
    } catch (BadBencode e) {
      return Optional.empty();
    }
  }

  private static PexMessage of(BDict dict) {
    Map<PeerAddress, Integer> added = new LinkedHashMap<>();
    read(added, bytes(dict, "added"), bytes(dict, "added.f"), CompactPeers.V4_LENGTH);
    read(added, bytes(dict, "added6"), bytes(dict, "added6.f"), CompactPeers.V6_LENGTH);
    Map<PeerAddress, Integer> dropped = new LinkedHashMap<>();
    read(dropped, bytes(dict, "dropped"), new byte[0], CompactPeers.V4_LENGTH);
    read(dropped, bytes(dict, "dropped6"), new byte[0], CompactPeers.V6_LENGTH);
    // An address in both lists is connected now, whatever came before.
    Set<PeerAddress> gone = new LinkedHashSet<>(dropped.keySet());
    gone.removeAll(added.keySet());
    return new PexMessage(
        added.entrySet().stream().map(peer -> new Added(peer.getKey(), peer.getValue())).toList(),
        List.copyOf(gone));
  }

  private static byte[] bytes(BDict dict, String name) {
    return dict.bytes(name).orElse(new byte[0]);
  }

  /** Entries in order; those with port 0 and a rest too short are left out, missing flags are 0. */
  private static void read(Map<PeerAddress, Integer> into, byte[] packed, byte[] flags, int width) {
    for (int i = 0; (i + 1) * width <= packed.length && into.size() < MAX_TAKEN; i++) {
      int end = (i + 1) * width;
      int port = (packed[end - 2] & 0xff) << 8 | packed[end - 1] & 0xff;
      if (port != 0) {
        byte[] ip = Arrays.copyOfRange(packed, i * width, end - 2);
        into.putIfAbsent(PeerAddress.of(ip, port), i < flags.length ? flags[i] & 0xff : 0);
      }
    }
  }

  /** Whether there is nothing to tell; such a message must not be sent. */
  public boolean isEmpty() {
    return added.isEmpty() && dropped.isEmpty();
  }

  @Override
  public byte[] payload() {
    BDict.Builder dict = BDict.builder();
    List<PeerAddress> addresses = added.stream().map(Added::address).toList();
    put(dict, "added", CompactPeers.encodeV4(addresses));
    put(dict, "added.f", flags(false));
    put(dict, "added6", CompactPeers.encodeV6(addresses));
    put(dict, "added6.f", flags(true));
    put(dict, "dropped", CompactPeers.encodeV4(dropped));
    put(dict, "dropped6", CompactPeers.encodeV6(dropped));
    return Bencode.encode(dict.build());
  }

  private static void put(BDict.Builder dict, String name, byte[] value) {
    if (value.length > 0) {
      dict.put(name, value);
    }
  }

  private byte[] flags(boolean v6) {
    ByteArrayOutputStream flags = new ByteArrayOutputStream();
    added.stream()
        .filter(peer -> peer.address().isIpv6() == v6)
        .forEach(p -> flags.write(p.flags()));
    return flags.toByteArray();
  }
}
