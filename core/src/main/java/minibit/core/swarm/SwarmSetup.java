package minibit.core.swarm;

import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.metainfo.LayerStore;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Geometry;
import minibit.core.wire.Handshake;

/**
 * What a swarm is about.
 *
 * @param hashes the torrent's names
 * @param geometry how its content is cut
 * @param have the pieces verified already; copied
 * @param files which pieces each file touches, in the order of {@link Wishes#priorities}
 * @param isPrivate whether peers may come from the tracker only (BEP 27)
 * @param info the raw info dictionary, to serve to others (BEP 9); empty if it must not be
 * @param ourId our peer id in this swarm
 * @param ourReserved the reserved bytes of the handshakes we send
 * @param listenPort where we listen, or 0 for nowhere
 * @param client our name and version as peers see it
 * @param layers the piece layers of a v2 or hybrid torrent as far as they are known; the swarm owns
 *     it from now on, asks peers for the rest, and begins no piece of a v2-only torrent before its
 *     layer is known. Empty: nothing is asked for
 */
public record SwarmSetup(
    InfoHashes hashes,
    Geometry geometry,
    Bitfield have,
    List<PieceRange> files,
    boolean isPrivate,
    Optional<byte[]> info,
    PeerId ourId,
    long ourReserved,
    int listenPort,
    String client,
    Optional<LayerStore> layers) {

  /** A torrent whose piece layers, if it is one with any, are all known. */
  public SwarmSetup(
      InfoHashes hashes,
      Geometry geometry,
      Bitfield have,
      List<PieceRange> files,
      boolean isPrivate,
      Optional<byte[]> info,
      PeerId ourId,
      long ourReserved,
      int listenPort,
      String client) {
    this(
        hashes,
        geometry,
        have,
        files,
        isPrivate,
        info,
        ourId,
        ourReserved,
        listenPort,
        client,
        Optional.empty());
  }

  /** Copies what can change. */
  public SwarmSetup {
    have = have.copy();
    files = List.copyOf(files);
    if (have.size() != geometry.pieces()) {
      throw new IllegalArgumentException(have.size() + " bits, " + geometry.pieces() + " pieces");
    }
  }

  /** The pieces a file touches; none if {@code last < first}, as of an empty file. */
  public record PieceRange(int first, int last) {
    /** The range of a file without pieces. */
    public static final PieceRange NONE = new PieceRange(0, -1);
  }

  /** A torrent of one file, with the extensions we speak: for tests and experiments. */
  public static SwarmSetup of(InfoHashes hashes, Geometry geometry, Bitfield have, PeerId ourId) {
    return new SwarmSetup(
        hashes,
        geometry,
        have,
        List.of(new PieceRange(0, geometry.pieces() - 1)),
        false,
        Optional.empty(),
        ourId,
        Handshake.EXTENSIONS | Handshake.FAST,
        0,
        "minibit");
  }
}
