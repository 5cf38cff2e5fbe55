package minibit.core.swarm;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.session.UploadQueue;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.Handshake;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;

/** Talks the extension protocol: handshake, metadata to others, partial seeds (BEP 10, 9, 21). */
final class Extensions {
  /** Pieces of metadata one peer gets, as a multiple of all: it may lose some, not live on them. */
  private static final int METADATA_SHARES = 3;

  private final SwarmState state;
  private final Candidates candidates;
  private final PeerExchange exchange;
  private final Map<PeerKey, Integer> metadataServed = new LinkedHashMap<>();
  private DontHave dontHave = (peer, piece) -> {};

  Extensions(SwarmState state, Candidates candidates, PeerExchange exchange) {
    this.state = state;
    this.candidates = candidates;
    this.exchange = exchange;
  }

  /** Who is told that a peer has a piece no longer. */
  interface DontHave {
    void lost(PeerSession peer, int piece);
  }

  void onDontHave(DontHave listener) {
    dontHave = listener;
  }

  /** Introduces us, if both ends speak the protocol. */
  void greet(PeerSession peer, boolean uploadOnly) {
    if (!speaks(peer)) {
      return;
    }
    ExtensionHandshake.Builder hello =
        ExtensionHandshake.builder()
            .takes(Extension.UT_METADATA)
            .takes(Extension.UPLOAD_ONLY)
            .takes(Extension.DONT_HAVE)
            .client(state.setup.client())
            .requests(UploadQueue.MAX_WAITING)
            .yourIp(peer.remote().ip())
            .uploadOnly(uploadOnly);
    if (exchange.isOn()) {
      hello.takes(Extension.UT_PEX);
    }
    if (state.setup.listenPort() > 0) {
      hello.port(state.setup.listenPort());
    }
    if (state.settings.prefersEncryption()) {
      hello.encryption(true);
    }
    state.setup.info().ifPresent(info -> hello.metadataSize(info.length));
    state.send(peer, hello.build().toPeer(Extension.HANDSHAKE_ID));
  }

  private boolean speaks(PeerSession peer) {
    return peer.handshake().extensions() && (state.setup.ourReserved() & Handshake.EXTENSIONS) != 0;
  }

  /** Tells every peer that takes it whether we download (BEP 21). */
  void tellUploadOnly(boolean on) {
    for (PeerSession peer : state.peers()) {
      if (!peer.isClosing()) {
        send(peer, Extension.UPLOAD_ONLY, new ExtensionMessage.UploadOnly(on));
      }
    }
  }

  private void send(PeerSession peer, Extension extension, ExtensionMessage message) {
    peer.extensions().idOf(extension).ifPresent(id -> state.send(peer, message.toPeer(id)));
  }

  void received(PeerSession peer, PeerMessage.Extended message) {
    if (!speaks(peer)) {
      return;
    }
    switch (ExtensionMessage.decode(message)) {
      case ExtensionHandshake handshake -> handshake(peer, handshake);
      case MetadataMessage metadata -> metadata(peer, metadata);
      case PexMessage pex -> exchange.received(peer, pex);
      case ExtensionMessage.UploadOnly(boolean on) ->
          peer.declared(ExtensionHandshake.builder().uploadOnly(on).build());
      case ExtensionMessage.DontHave(int piece) -> dontHave.lost(peer, piece);
      case ExtensionMessage.Unusable _ -> {}
    }
  }

  private void handshake(PeerSession peer, ExtensionHandshake handshake) {
    boolean first = !peer.declared();
    Optional<PeerAddress> before = peer.listens();
    peer.declared(handshake);
    boolean moved = !before.equals(peer.listens());
    if (moved) {
      before.ifPresent(at -> candidates.gone(at, true, state.now()));
    }
    if (first || moved) {
      // It can be reached where it listens, though it dialled us.
      peer.listens().ifPresent(candidates::connectedFrom);
    }
  }

  private void metadata(PeerSession peer, MetadataMessage message) {
    if (!(message instanceof MetadataMessage.Request(int piece))) {
      return;
    }
    byte[] info = state.setup.info().orElse(new byte[0]);
    int size = MetadataMessage.pieceSize(Math.max(0, piece), info.length);
    int served = metadataServed.merge(peer.key(), 1, Integer::sum);
    boolean willing =
        piece >= 0 && size > 0 && served <= METADATA_SHARES * MetadataMessage.pieces(info.length);
    int begin = piece * MetadataMessage.PIECE;
    send(
        peer,
        Extension.UT_METADATA,
        willing
            ? new MetadataMessage.Data(
                piece, info.length, Arrays.copyOfRange(info, begin, begin + size))
            : new MetadataMessage.Reject(piece));
  }

  /** The connection is gone. */
  void gone(PeerKey key) {
    metadataServed.remove(key);
    exchange.gone(key);
  }
}
