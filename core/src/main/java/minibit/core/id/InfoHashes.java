package minibit.core.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one or two names of a torrent: v1, v2, or both for a hybrid. At least one is there.
 * Immutable.
 */
public record InfoHashes(Optional<InfoHash> v1, Optional<InfoHash> v2) {
  /** Checks that there is a hash, and that each has its version's length. */
  public InfoHashes {
    if (v1.isEmpty() && v2.isEmpty()) {
      throw new IllegalArgumentException("a torrent has at least one info-hash");
    }
    if (v1.isPresent() && v1.get().isV2() || v2.isPresent() && !v2.get().isV2()) {
      throw new IllegalArgumentException("info-hash of the wrong version");
    }
  }

  /** A v1 torrent. */
  public static InfoHashes v1(InfoHash hash) {
    return new InfoHashes(Optional.of(hash), Optional.empty());
  }

  /** A v2 torrent. */
  public static InfoHashes v2(InfoHash hash) {
    return new InfoHashes(Optional.empty(), Optional.of(hash));
  }

  /** A hybrid. */
  public static InfoHashes hybrid(InfoHash v1, InfoHash v2) {
    return new InfoHashes(Optional.of(v1), Optional.of(v2));
  }

  /** Whether both are there. */
  public boolean isHybrid() {
    return v1.isPresent() && v2.isPresent();
  }

  /** The 20-byte names to answer to and to announce, v1 first. */
  public List<InfoHash> wire() {
    List<InfoHash> names = new ArrayList<>(2);
    v1.ifPresent(names::add);
    v2.ifPresent(hash -> names.add(hash.wire()));
    return List.copyOf(names);
  }

  /** The name by which this torrent is kept and shown: v1 when it has one, else the v2 hash. */
  public InfoHash best() {
    return v1.orElseGet(v2::orElseThrow);
  }

  /** Whether a handshake or announce with these 20 bytes means this torrent. */
  public boolean answersTo(InfoHash wireHash) {
    return wire().contains(wireHash);
  }
}
