package minibit.core.piece;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every piece of a torrent in exactly one state. The only ways:
 *
 * <pre>
 * missing → begun → verifying → verified
 *    ↑________|__________|
 * </pre>
 *
 * A begun piece of which nothing came and nothing is open is missing again. Mutable; one owner.
 */
public final class PieceTable {
  /** The state of one piece. */
  public sealed interface State {}

  /** Nothing came, nothing is asked for. */
  public record Missing() implements State {}

  /** Some blocks are open or came. */
  public record Begun(BegunPiece progress) implements State {}

  /** Every block came; the verdict is awaited. */
  public record Verifying(BegunPiece progress) implements State {}

  /** The piece is stored and its hash fits. */
  public record Verified() implements State {}

  private static final State MISSING = new Missing();
  private static final State VERIFIED = new Verified();

  private final Geometry geometry;
  private final Bitfield verified;
  private final Map<Integer, BegunPiece> begun = new LinkedHashMap<>();
  private final Map<Integer, BegunPiece> loose = new LinkedHashMap<>();
  private final Map<Integer, BegunPiece> verifying = new LinkedHashMap<>();

  /** A table in which {@code have} is verified and the rest missing; the set is copied. */
  public PieceTable(Geometry geometry, Bitfield have) {
    if (have.size() != geometry.pieces()) {
      throw new IllegalArgumentException(have.size() + " bits, " + geometry.pieces() + " pieces");
    }
    this.geometry = geometry;
    this.verified = have.copy();
  }

  /** The cut into pieces. */
  public Geometry geometry() {
    return geometry;
  }

  /** The state of a piece. */
  public State state(int piece) {
    if (verified.get(piece)) {
      return VERIFIED;
    }
    BegunPiece progress = begun.get(piece);
    if (progress != null) {
      return new Begun(progress);
    }
    progress = verifying.get(piece);
    return progress != null ? new Verifying(progress) : MISSING;
  }

  /** The verified pieces: a view, not to be changed. */
  public Bitfield verified() {
    return verified;
  }

  /** Whether the piece is verified. */
  public boolean isVerified(int piece) {
    return verified.get(piece);
  }

  /** Whether the piece is missing. */
  public boolean isMissing(int piece) {
    return !verified.get(piece) && !begun.containsKey(piece) && !verifying.containsKey(piece);
  }

  /** The begun pieces, in the order begun: a view. */
  public Collection<BegunPiece> begun() {
    return Collections.unmodifiableCollection(begun.values());
  }

  /** The begun pieces which have free blocks: a view. */
  public Collection<BegunPiece> loose() {
    return Collections.unmodifiableCollection(loose.values());
  }

  /** Whether a begun piece has free blocks. */
  public boolean anyLoose() {
    return !loose.isEmpty();
  }

  /** Pieces whose verdict is awaited. */
  public int verifyingCount() {
    return verifying.size();
  }

  /** Bytes that came of pieces which are not verified yet. */
  public long bytesUnderWay() {
    long blocks = 0;
    for (BegunPiece progress : begun.values()) {
      blocks += progress.received();
    }
    for (BegunPiece progress : verifying.values()) {
      blocks += progress.received();
    }
    return blocks * Block.SIZE;
  }

  /** Begins a missing piece and leaves it to this peer. */
  public BegunPiece begin(int piece, long peer, Instant now) {
    if (!isMissing(piece)) {
      throw new IllegalStateException("piece " + piece + " is not missing");
    }
    BegunPiece progress = new BegunPiece(piece, geometry.blocks(piece), peer, now);
    begun.put(piece, progress);
    loose.put(piece, progress);
    return progress;
  }

  /** Leaves a begun piece to another peer. */
  public void entrust(int piece, long peer) {
    progress(piece).holder(peer);
  }

  /** Notes that a peer was asked for a block of a begun piece. */
  public void ask(int piece, int block, long peer) {
    BegunPiece progress = progress(piece);
    progress.ask(block, peer);
    if (progress.free() == 0) {
      loose.remove(piece);
    }
  }

  /**
   * Notes that a peer will not send a block it was asked for; one it was not asked for is passed
   * over.
   *
   * @return whether the piece is missing again
   */
  public boolean release(Block block, long peer) {
    BegunPiece progress = begun.get(block.piece());
    if (progress == null || !progress.release(block.index(), peer)) {
      return false;
    }
    if (progress.free() > 0) {
      loose.putIfAbsent(block.piece(), progress);
    }
    if (progress.open() == 0 && progress.received() == 0) {
      reset(block.piece());
      return true;
    }
    return false;
  }

  /**
   * Notes a block that came.
   *
   * @return the peers, other than the sender, that still owed it
   */
  public List<Long> receive(Block block, long peer) {
    BegunPiece progress = begun.get(block.piece());
    if (progress == null || progress.isReceived(block.index())) {
      return List.of();
    }
    List<Long> others = new ArrayList<>(1);
    for (long asker : progress.askersOf(block.index())) {
      if (asker != peer) {
        others.add(asker);
      }
    }
    progress.receive(block.index(), peer);
    if (progress.free() == 0) {
      loose.remove(block.piece());
    }
    if (progress.received() == progress.blocks()) {
      begun.remove(block.piece());
      loose.remove(block.piece());
      verifying.put(block.piece(), progress);
    }
    return others;
  }

  /** Whether this block came or its piece is verified. */
  public boolean isReceived(Block block) {
    int piece = block.piece();
    if (verified.get(piece) || verifying.containsKey(piece)) {
      return true;
    }
    BegunPiece progress = begun.get(piece);
    return progress != null && progress.isReceived(block.index());
  }

  /** Every hash fits. Gives what is known of the way there, if it came from peers. */
  public List<Long> verified(int piece) {
    BegunPiece progress = reset(piece);
    verified.set(piece);
    return progress == null ? List.of() : progress.contributors();
  }

  /** A hash does not fit, or the blocks are lost: missing again. Gives who sent blocks. */
  public List<Long> failed(int piece) {
    BegunPiece progress = reset(piece);
    verified.clear(piece);
    return progress == null ? List.of() : progress.contributors();
  }

  private @Nullable BegunPiece reset(int piece) {
    loose.remove(piece);
    BegunPiece progress = begun.remove(piece);
    BegunPiece awaited = verifying.remove(piece);
    return progress != null ? progress : awaited;
  }

  private BegunPiece progress(int piece) {
    BegunPiece progress = begun.get(piece);
    if (progress == null) {
      throw new IllegalStateException("piece " + piece + " is not begun");
    }
    return progress;
  }
}
