package minibit.daemon.engine;

import java.util.OptionalInt;
import java.util.function.Consumer;
import minibit.core.id.PeerAddress;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.daemon.dht.DhtService;
import org.jspecify.annotations.Nullable;

/**
 * What a link does for the DHT: where both ends have a node, each tells the other its port, once
 * (BEP 5). On the connection's loop.
 */
final class LinkNode {
  private final PeerAddress remote;
  private final Consumer<PeerMessage> send;
  private @Nullable DhtService node;
  private boolean told;
  private boolean heard;

  LinkNode(PeerAddress remote, Consumer<PeerMessage> send) {
    this.remote = remote;
    this.send = send;
  }

  /** The handshakes are through. */
  void begin(SwarmRun owner, Handshake theirs) {
    node = theirs.dht() ? owner.dht().orElse(null) : null;
  }

  /** Something of ours was sent: only then, for a bitfield must be the first of all (BEP 3). */
  void spoken() {
    DhtService ours = node;
    if (ours == null || told) {
      return;
    }
    told = true;
    OptionalInt port = ours.port(remote.isIpv6());
    port.ifPresent(number -> send.accept(new PeerMessage.Port(number)));
  }

  /** The peer has a node at this port, 0 to 65535; said again it is passed over. */
  void heard(int port) {
    DhtService ours = node;
    if (ours != null && !heard && port > 0) {
      heard = true;
      ours.nodeMet(remote.withPort(port));
    }
  }
}
