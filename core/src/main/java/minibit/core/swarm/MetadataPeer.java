package minibit.core.swarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerOffers;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.PeerMessage;

/**
 * A peer while the metadata is not here: what it was asked for, and what it said about pieces, kept
 * for the swarm that follows. Bounded.
 */
final class MetadataPeer {
  /** Have messages kept: what a fast leecher says in minutes. Who says more is not waited for. */
  static final int MAX_HAVES = 50_000;

  final SwarmEvent.Connected connected;
  private final Instant since;
  final Map<Integer, Instant> asked = new LinkedHashMap<>();
  private final List<Integer> haves = new ArrayList<>(0);
  private final PeerOffers offers = new PeerOffers();
  private Optional<PeerMessage> opening = Optional.empty();
  private boolean unchoked;
  private boolean interested;
  private Optional<ExtensionHandshake> extensions = Optional.empty();
  Instant restUntil = Instant.MIN;
  Instant lastSaid;
  int useless;
  boolean closing;

  MetadataPeer(SwarmEvent.Connected connected, Instant now) {
    this.connected = connected;
    this.since = now;
    this.lastSaid = now;
  }

  /** As one of two with the same peer. */
  Twin twin() {
    return new Twin(connected.remote(), connected.outgoing(), since);
  }

  PeerKey key() {
    return connected.peer();
  }

  Optional<PeerAddress> listens() {
    if (connected.outgoing()) {
      return Optional.of(connected.remote());
    }
    OptionalInt port = extensions().port();
    return port.isPresent()
        ? Optional.of(connected.remote().withPort(port.getAsInt()))
        : Optional.empty();
  }

  /** Whether it proved to be a peer at all. */
  boolean hasSpoken() {
    return extensions.isPresent() || opening.isPresent();
  }

  ExtensionHandshake extensions() {
    return extensions.orElse(ExtensionHandshake.EMPTY);
  }

  void declared(ExtensionHandshake handshake) {
    extensions = Optional.of(extensions().merge(handshake));
  }

  /** The id under which it takes metadata messages, if it does and says it has the metadata. */
  OptionalInt metadataId() {
    return extensions().metadataSize().isPresent()
        ? extensions().idOf(Extension.UT_METADATA)
        : OptionalInt.empty();
  }

  /** Keeps a message about pieces; false if it says more than is kept. */
  boolean keep(PeerMessage message) {
    switch (message) {
      // Said again it is the newer truth, as aria2 sends its bitfield in place of haves.
      case PeerMessage.BitfieldMessage _, PeerMessage.HaveAll(), PeerMessage.HaveNone() -> {
        haves.clear();
        opening = Optional.of(message);
      }
      case PeerMessage.Have(int piece) -> {
        if (haves.size() >= MAX_HAVES) {
          return false;
        }
        haves.add(piece);
      }
      case PeerMessage.Choke() -> unchoked = false;
      case PeerMessage.Unchoke() -> unchoked = true;
      case PeerMessage.Interested() -> interested = true;
      case PeerMessage.NotInterested() -> interested = false;
      case PeerMessage.AllowedFast(int piece) -> offers.allow(piece);
      case PeerMessage.Suggest(int piece) -> offers.suggest(piece);
      // Nothing was asked for, so nothing is rejected; the rest is of no use later.
      case PeerMessage.Reject _,
          PeerMessage.HashRequest _,
          PeerMessage.Hashes _,
          PeerMessage.HashReject _,
          PeerMessage.Extended _,
          PeerMessage.KeepAlive _,
          PeerMessage.Request _,
          PeerMessage.Cancel _,
          PeerMessage.Piece _,
          PeerMessage.Port _,
          PeerMessage.Unknown _ -> {}
    }
    return true;
  }

  /** What it said, in an order in which it may be said. */
  List<PeerMessage> kept() {
    List<PeerMessage> messages = new ArrayList<>();
    opening.ifPresent(messages::add);
    extensions.ifPresent(hello -> messages.add(hello.toPeer(Extension.HANDSHAKE_ID)));
    for (int piece : haves) {
      messages.add(new PeerMessage.Have(piece));
    }
    for (int piece : offers.allowed()) {
      messages.add(new PeerMessage.AllowedFast(piece));
    }
    for (int piece : offers.suggested()) {
      messages.add(new PeerMessage.Suggest(piece));
    }
    if (interested) {
      messages.add(new PeerMessage.Interested());
    }
    if (unchoked) {
      messages.add(new PeerMessage.Unchoke());
    }
    return messages;
  }
}
