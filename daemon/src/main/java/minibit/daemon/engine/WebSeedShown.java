package minibit.daemon.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import minibit.core.id.PeerId;
import minibit.core.session.Carriage;
import minibit.core.swarm.SwarmStatus;
import minibit.core.webseed.WebFault;
import minibit.daemon.disk.PieceHashes;

/** A web seed as it stands among the peers: by its address, with a client that says what it is. */
final class WebSeedShown {
  /** What it is called instead of a program, in every language: the field's word. */
  private static final String CLIENT = "web seed";

  private WebSeedShown() {}

  /** One that has all pieces and may be asked. */
  static TorrentStatus.PeerStatus connected(SwarmStatus.WebSeed seed, int pieces) {
    boolean asked = seed.running() > 0;
    return new TorrentStatus.PeerStatus(
        seed.address(),
        client(seed),
        id(seed.address()),
        Optional.empty(),
        true,
        pieces - seed.lacks(),
        true,
        asked,
        !asked && seed.fault().isPresent(),
        false,
        seed.downRate(),
        0,
        seed.down(),
        0,
        false,
        Optional.empty(),
        Carriage.PLAIN);
  }

  /** One that is asked no more: by its fault, or because nothing is missing. */
  static TorrentStatus.FormerPeer gone(SwarmStatus.WebSeed seed) {
    return new TorrentStatus.FormerPeer(
        seed.address(), client(seed), id(seed.address()), Optional.empty(), seed.down(), 0);
  }

  private static String client(SwarmStatus.WebSeed seed) {
    return seed.fault().map(WebFault::id).map(fault -> CLIENT + ", " + fault).orElse(CLIENT);
  }

  /** The same address has the same one, so that what it gave is added up over pauses. */
  private static PeerId id(String address) {
    byte[] hash = PieceHashes.sha1().digest(address.getBytes(StandardCharsets.UTF_8));
    byte[] mark = "-WEBSEED-".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, hash, 0, mark.length);
    return PeerId.of(Arrays.copyOf(hash, PeerId.LENGTH));
  }
}
