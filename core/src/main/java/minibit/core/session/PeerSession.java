package minibit.core.session;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Bitfield;
import minibit.core.wire.Agreement;
import minibit.core.wire.CloseReason;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.Handshake;

/**
 * One connected peer as its torrent sees it. Holds facts and measures; decides nothing but its own
 * phase:
 *
 * <pre>
 * Opening → Live → Closing
 *    └─────────────↑
 * </pre>
 *
 * Opening until it has said which pieces it has; Closing from the moment we decide to close until
 * the connection is gone. Mutable; owned by the swarm.
 */
public final class PeerSession {
  /** Where a connection is in its life. */
  public sealed interface Phase {}

  /** It has not said which pieces it has; only now may it do so at once. */
  public record Opening() implements Phase {}

  /** Its pieces are known and grow one by one. */
  public record Live() implements Phase {}

  /** We close it; what still comes is passed over. */
  public record Closing(CloseReason reason) implements Phase {}

  private static final Phase OPENING = new Opening();
  private static final Phase LIVE = new Live();

  private final PeerKey key;
  private final PeerAddress remote;
  private final boolean outgoing;
  private final Handshake handshake;
  private final Agreement agreement;
  private final Carriage carriage;
  private final Instant connectedAt;
  private final PeerDownload download;
  private final RateMeter sent = new RateMeter();
  private final PeerOffers offers = new PeerOffers();
  private Optional<ExtensionHandshake> extensions = Optional.empty();
  private Phase phase = OPENING;
  private Bitfield has;
  private boolean countedAsSeeder;
  private int wanted;
  private boolean amChoking = true;
  private boolean amInterested;
  private boolean peerChoking = true;
  private boolean peerInterested;
  private boolean suspect;
  private Instant lastSaid;
  private Optional<Instant> unchokedAt = Optional.empty();
  private long sentBeforeTurn;

  /**
   * A peer whose handshake came.
   *
   * @param agreement what the two handshakes agreed on
   * @param carriage what carries the connection
   * @param pieces pieces of the torrent
   */
  public PeerSession(
      PeerKey key,
      PeerAddress remote,
      boolean outgoing,
      Handshake handshake,
      Agreement agreement,
      Carriage carriage,
      int pieces,
      WindowSettings window,
      Instant now) {
    this.key = key;
    this.remote = remote;
    this.outgoing = outgoing;
    this.handshake = handshake;
    this.agreement = agreement;
    this.carriage = carriage;
    this.has = new Bitfield(pieces);
    this.download = new PeerDownload(window, now);
    this.connectedAt = now;
    this.lastSaid = now;
  }

  /** The connection. */
  public PeerKey key() {
    return key;
  }

  /** The connection's number, by which the piece table knows the peer. */
  public long number() {
    return key.number();
  }

  /** Where the connection leads. */
  public PeerAddress remote() {
    return remote;
  }

  /** Whether we dialled. */
  public boolean outgoing() {
    return outgoing;
  }

  /** What it introduced itself with. */
  public Handshake handshake() {
    return handshake;
  }

  /** What the two handshakes agreed on. */
  public Agreement agreement() {
    return agreement;
  }

  /** Whether both ends speak the fast extension (BEP 6). */
  public boolean fast() {
    return agreement.fast();
  }

  /** How much of the connection is hidden from those who look on. */
  public Carriage carriage() {
    return carriage;
  }

  /** When the handshakes were through. */
  public Instant connectedAt() {
    return connectedAt;
  }

  /** What it declared by extension handshakes so far; nothing before the first. */
  public ExtensionHandshake extensions() {
    return extensions.orElse(ExtensionHandshake.EMPTY);
  }

  /** Whether an extension handshake came. */
  public boolean declared() {
    return extensions.isPresent();
  }

  /** An extension handshake came; a later one changes only what it names. */
  public void declared(ExtensionHandshake handshake) {
    extensions = Optional.of(extensions().merge(handshake));
  }

  /** Requests it queues. */
  public int reqq() {
    return extensions().requests().orElse(ExtensionHandshake.DEFAULT_REQUESTS);
  }

  /** Pieces it offered by the fast extension. */
  public PeerOffers offers() {
    return offers;
  }

  /** Where others can dial it, if known: what we dialled, or the port it declared. */
  public Optional<PeerAddress> listens() {
    OptionalInt port = extensions().port();
    if (outgoing || port.isEmpty()) {
      return outgoing ? Optional.of(remote) : Optional.empty();
    }
    return Optional.of(remote.withPort(port.getAsInt()));
  }

  /** Where it is in its life. */
  public Phase phase() {
    return phase;
  }

  /** Whether we have decided to close. */
  public boolean isClosing() {
    return phase instanceof Closing;
  }

  /** It said which pieces it has, all at once or by keeping silent. */
  public void opened() {
    if (!(phase instanceof Opening)) {
      throw new IllegalStateException("opened while " + phase);
    }
    phase = LIVE;
  }

  /** We close it. The first reason stays. */
  public void closing(CloseReason reason) {
    if (!isClosing()) {
      phase = new Closing(reason);
    }
  }

  /** The pieces it has: read only, unless by {@link #gained} and {@link #lost}. */
  public Bitfield has() {
    return has;
  }

  /** Sets all its pieces; a full set may be shared between sessions. */
  public void has(Bitfield pieces, boolean asSeeder) {
    has = pieces;
    countedAsSeeder = asSeeder;
  }

  /** Whether availability counts it among the seeders. */
  public boolean countedAsSeeder() {
    return countedAsSeeder;
  }

  /** Whether it has every piece. */
  public boolean isSeeder() {
    return has.isFull();
  }

  /** It has one piece more; says whether that is news. */
  public boolean gained(int piece) {
    return !has.isFull() && has.set(piece);
  }

  /** It has one piece less. Its set is its own from now on. */
  public void lost(int piece) {
    has = has.copy();
    has.clear(piece);
    countedAsSeeder = false;
  }

  /** How many of its pieces we want and lack. */
  public int wanted() {
    return wanted;
  }

  /** Sets how many of its pieces we want and lack. */
  public void wanted(int pieces) {
    wanted = pieces;
  }

  /** Whether we refuse to serve it. */
  public boolean amChoking() {
    return amChoking;
  }

  /** Whether we told it that it has what we want. */
  public boolean amInterested() {
    return amInterested;
  }

  /** Whether it refuses to serve us. */
  public boolean peerChoking() {
    return peerChoking;
  }

  /** Whether it told us that we have what it wants. */
  public boolean peerInterested() {
    return peerInterested;
  }

  /** We choke it. */
  public void choke() {
    amChoking = true;
    unchokedAt = Optional.empty();
  }

  /** We serve it from now on. */
  public void unchoke(Instant now) {
    amChoking = false;
    unchokedAt = Optional.of(now);
    sentBeforeTurn = sent.total();
  }

  /** Since when we serve it. */
  public Optional<Instant> unchokedAt() {
    return unchokedAt;
  }

  /** Bytes sent since we began to serve it. */
  public long sentThisTurn() {
    return sent.total() - sentBeforeTurn;
  }

  /** We told it whether we are interested. */
  public void amInterested(boolean interested) {
    amInterested = interested;
  }

  /** It told us whether it serves us. */
  public void peerChoking(boolean choking) {
    peerChoking = choking;
  }

  /** It told us whether it is interested. */
  public void peerInterested(boolean interested) {
    peerInterested = interested;
  }

  /** Whether it sent part of a piece that turned out corrupt. */
  public boolean suspect() {
    return suspect;
  }

  /** Sets whether it is under suspicion. */
  public void suspect(boolean suspected) {
    suspect = suspected;
  }

  /** When we said anything last. */
  public Instant lastSaid() {
    return lastSaid;
  }

  /** We say something. */
  public void said(Instant now) {
    lastSaid = now;
  }

  /** What we ask of it, and how it delivers. */
  public PeerDownload download() {
    return download;
  }

  /** Payload we sent it. */
  public RateMeter sent() {
    return sent;
  }

  @Override
  public String toString() {
    return key + " " + remote + " " + phase;
  }
}
