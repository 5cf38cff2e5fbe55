package minibit.core.picker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import minibit.core.piece.BegunPiece;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.PieceTable;

/**
 * Which blocks to ask of which peer. In this order: the peer's own begun pieces, pieces it suggests
 * if they are as good as any and nothing else while it has such to send, begun pieces whose holder
 * is gone or slow, new pieces (highest priority, then rarest, ties by chance), free blocks of
 * pieces that others hold; and when every piece is asked for, blocks that are late elsewhere
 * (endgame). Until the first piece is complete, new pieces are chosen by chance alone.
 *
 * <p>Every change of the piece table during a download goes through this class, so that the table
 * and the order of rarity never disagree. One owner.
 */
public final class PiecePicker {
  /** Peers a block may be open at, the hopeless not counted: one copy too many is the worst. */
  public static final int MAX_ASKERS = 2;

  private final PieceTable table;
  private final Rarity rarity;
  private final NewPieces newPieces;
  private final PieceOrder ruled;
  private final boolean ruledInOrder;
  private final IntUnaryOperator availability;
  private PieceOrder order;
  private final Pace pace;
  private final PickWatch watch;
  private final Bitfield solo;

  /** A picker over {@code table}, rarest first; nothing is wanted until {@link #want}. */
  public PiecePicker(PieceTable table, Pace pace, PickWatch watch, RandomGenerator random) {
    this(table, pace, watch, random, PickRule.RAREST);
  }

  /** The same by another rule for new pieces. */
  public PiecePicker(
      PieceTable table, Pace pace, PickWatch watch, RandomGenerator random, PickRule rule) {
    this(table, pace, watch, random, rule, Optional.empty());
  }

  /**
   * The same by a census: peers need not {@link #join}, nor is told what they {@link #gained}. For
   * pieces that are all of one priority, and peers that suggest nothing.
   */
  public PiecePicker(
      PieceTable table, Pace pace, RandomGenerator random, PickRule rule, Census census) {
    this(table, pace, PickWatch.NONE, random, rule, Optional.of(census));
  }

  private PiecePicker(
      PieceTable table,
      Pace pace,
      PickWatch watch,
      RandomGenerator random,
      PickRule rule,
      Optional<Census> census) {
    this.table = table;
    this.pace = pace;
    this.watch = watch;
    this.rarity = new Rarity(table, random);
    this.newPieces = new NewPieces(table, rarity, watch, random);
    this.solo = new Bitfield(table.geometry().pieces());
    this.ruledInOrder = rule == PickRule.SEQUENTIAL;
    PieceOrder rarest =
        census
            .<PieceOrder>map(counts -> new CountedPieces(table, rarity, counts, random))
            .orElse(newPieces);
    this.availability =
        census.<IntUnaryOperator>map(counts -> counts::availability).orElse(rarity::availability);
    this.ruled =
        switch (rule) {
          case RAREST -> rarest;
          case SEQUENTIAL -> newPieces;
          case RANDOM -> new RandomPieces(rarity, random);
          case WINDOW -> new WindowPieces(rarity, availability, rarest, random);
        };
    this.order = ruled;
  }

  /** Pieces wanted and not verified: a view. */
  public Bitfield needed() {
    return rarity.needed();
  }

  /** How many peers have this piece. */
  public int availability(int piece) {
    return availability.applyAsInt(piece);
  }

  /** Peers that have every piece. */
  public int seeders() {
    return rarity.seeders();
  }

  /** Sets each piece's priority, 0 (not wanted) to 7, and the order. Copies. */
  public void want(byte[] priorities, boolean sequential) {
    rarity.want(priorities);
    newPieces.sequential(sequential || ruledInOrder);
    // A reader's wish goes before every rule.
    order = sequential ? newPieces : ruled;
  }

  /** Whether the piece can be verified: one whose hash is not known yet is not asked for. */
  public void unlock(int piece, boolean verifiable) {
    rarity.unlock(piece, verifiable);
  }

  /** A peer with these pieces came. A full set counts as a seeder. */
  public void join(Bitfield has) {
    rarity.join(has);
  }

  /** A peer that joined with, or grew to, these pieces left. */
  public void leave(Bitfield has, boolean joinedAsSeeder) {
    rarity.leave(has, joinedAsSeeder);
  }

  /** A peer that is no seeder has one piece more. */
  public void gained(int piece) {
    rarity.gained(piece);
  }

  /** A peer that is no seeder has one piece less. */
  public void lost(int piece) {
    rarity.lost(piece);
  }

  /** Whether everything that can be had is asked for. */
  public boolean isEndgame() {
    if (rarity.needed().isEmpty() || rarity.anyToBegin()) {
      return false;
    }
    for (BegunPiece begun : table.loose()) {
      if (rarity.isNeeded(begun.piece()) && rarity.availability(begun.piece()) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Only one peer may send this piece from now on, so that a lie has one author. */
  public void isolate(int piece) {
    solo.set(piece);
  }

  /** What chooses for sources that send much in a row. */
  public RunPicker runs() {
    return new RunPicker(
        table,
        rarity,
        pace,
        solo,
        () -> order == newPieces && newPieces.isSequential(),
        this::isEndgame);
  }

  /** Chooses up to {@code room} blocks and notes them as open at this peer. */
  public List<Block> pick(Puller peer, int room, Instant now) {
    List<Block> blocks = new ArrayList<>(Math.min(room, 64));
    if (peer.peerChoking()) {
      takeAllowed(peer, room, now, blocks);
      return blocks;
    }
    if (table.anyLoose()) {
      takeHeld(peer, room, blocks);
    }
    if (isBusyWithSuggested(peer, room, now, blocks)) {
      return blocks;
    }
    if (blocks.size() < room && table.anyLoose()) {
      takeLoose(peer, room, blocks, false);
    }
    while (blocks.size() < room) {
      int piece = order.choose(peer);
      if (piece < 0) {
        break;
      }
      begin(piece, peer, now);
      take(piece, peer, room, blocks);
    }
    if (blocks.size() < room && table.anyLoose()) {
      takeLoose(peer, room, blocks, true);
    }
    return blocks;
  }

  /** Whether a block that others owe may be asked of this peer too. */
  public boolean mayAskTwice(Block block, Puller peer) {
    if (!(table.state(block.piece()) instanceof PieceTable.Begun(BegunPiece begun))
        || begun.isReceived(block.index())
        || begun.isAsked(block.index(), peer.number())
        || solo.get(block.piece())
        || !mayTake(begun, peer)) {
      return false;
    }
    long[] askers = begun.askersOf(block.index());
    int hopeful = 0;
    for (long asker : askers) {
      hopeful += pace.isHopeless(asker) ? 0 : 1;
    }
    return hopeful < MAX_ASKERS;
  }

  /** Notes a block that {@link #mayAskTwice} as open at this peer too. */
  public void askTwice(Block block, Puller peer) {
    tell(block.piece(), peer, PickWatch.Why.ENDGAME, () -> lateTies(peer));
    table.ask(block.piece(), block.index(), peer.number());
  }

  /**
   * The first copy of a block came. It counts even if its piece was given up meanwhile, because it
   * is on its way to the disk. Gives the other peers that still owe it.
   */
  public List<Long> received(Block block, long peer, Instant now) {
    if (table.isMissing(block.piece())) {
      rarity.begun(block.piece());
      table.begin(block.piece(), BegunPiece.NOBODY, now);
    }
    return table.receive(block, peer);
  }

  /** The peer will not send this block. */
  public void released(Block block, long peer) {
    if (table.release(block, peer)) {
      rarity.missing(block.piece());
    }
  }

  /** Every hash fits. Gives the peers that sent the piece. */
  public List<Long> verified(int piece) {
    boolean missing = table.isMissing(piece);
    if (missing) {
      rarity.begun(piece);
    }
    List<Long> contributors = table.verified(piece);
    rarity.verified(piece);
    solo.clear(piece);
    return contributors;
  }

  /**
   * What came of the piece is worth nothing: missing again. Gives the peers that sent blocks.
   * Blocks still open are forgotten; the caller takes them back.
   */
  public List<Long> failed(int piece) {
    if (table.isMissing(piece)) {
      return List.of();
    }
    List<Long> contributors = table.failed(piece);
    rarity.failed(piece);
    return contributors;
  }

  /**
   * A begun piece that this peer alone could finish if it were begun anew, because others left it
   * half done; or -1.
   */
  public int stuckFor(Puller peer) {
    for (BegunPiece begun : table.loose()) {
      if (begun.open() == 0
          && rarity.isNeeded(begun.piece())
          && peer.has().get(begun.piece())
          && !mayTake(begun, peer)) {
        return begun.piece();
      }
    }
    return -1;
  }

  private void takeAllowed(Puller peer, int room, Instant now, List<Block> blocks) {
    for (int piece : peer.allowedFast()) {
      if (blocks.size() >= room) {
        return;
      }
      if (!peer.has().get(piece)) {
        continue;
      }
      if (rarity.isPickable(piece)) {
        tell(piece, peer, PickWatch.Why.ALLOWED_FAST, () -> allowedTies(peer));
        begin(piece, peer, now);
        take(piece, peer, room, blocks);
      } else if (table.state(piece) instanceof PieceTable.Begun(BegunPiece begun)
          && begun.free() > 0
          && mayTake(begun, peer)) {
        take(piece, peer, room, blocks);
      }
    }
  }

  /**
   * Takes what the peer suggests. As long as it has such to send it is asked for nothing else: it
   * knows what its other peers fetch, and its line may be what everybody waits for.
   */
  private boolean isBusyWithSuggested(Puller peer, int room, Instant now, List<Block> blocks) {
    if (order != newPieces || newPieces.isSequential() || peer.suggested().isEmpty()) {
      return false;
    }
    while (blocks.size() < room) {
      int piece = newPieces.suggested(peer);
      if (piece < 0) {
        break;
      }
      begin(piece, peer, now);
      take(piece, peer, room, blocks);
    }
    for (int piece : peer.suggested()) {
      if (table.state(piece) instanceof PieceTable.Begun(BegunPiece begun)
          && begun.holder() == peer.number()
          && begun.open() > 0) {
        return true;
      }
    }
    return false;
  }

  private void takeHeld(Puller peer, int room, List<Block> blocks) {
    for (BegunPiece begun : List.copyOf(table.loose())) {
      if (blocks.size() >= room) {
        return;
      }
      if (begun.holder() == peer.number() && mayTake(begun, peer)) {
        take(begun.piece(), peer, room, blocks);
      }
    }
  }

  /** Takes over what is held by nobody fast enough; {@code sharing}: helps with the rest too. */
  private void takeLoose(Puller peer, int room, List<Block> blocks, boolean sharing) {
    for (BegunPiece begun : List.copyOf(table.loose())) {
      if (blocks.size() >= room) {
        return;
      }
      if (begun.holder() == peer.number() || !mayTake(begun, peer)) {
        continue;
      }
      boolean kept = pace.keepsUp(begun.holder(), bytesLeft(begun));
      if (kept && !sharing) {
        continue;
      }
      if (!kept) {
        table.entrust(begun.piece(), peer.number());
      }
      tell(begun.piece(), peer, PickWatch.Why.BEGUN, () -> begunTies(peer));
      take(begun.piece(), peer, room, blocks);
    }
  }

  private static long bytesLeft(BegunPiece begun) {
    return (long) (begun.blocks() - begun.received()) * Block.SIZE;
  }

  private boolean mayTake(BegunPiece begun, Puller peer) {
    int piece = begun.piece();
    if (!rarity.isNeeded(piece) || !peer.has().get(piece)) {
      return false;
    }
    return !(peer.alone() || solo.get(piece)) || !begun.isTouchedByOthers(peer.number());
  }

  private void begin(int piece, Puller peer, Instant now) {
    rarity.begun(piece);
    table.begin(piece, peer.number(), now);
  }

  private void take(int piece, Puller peer, int room, List<Block> blocks) {
    if (peer.alone()) {
      solo.set(piece);
    }
    if (!(table.state(piece) instanceof PieceTable.Begun(BegunPiece begun))) {
      return;
    }
    while (blocks.size() < room) {
      int index = begun.firstFree();
      if (index < 0) {
        return;
      }
      table.ask(piece, index, peer.number());
      blocks.add(table.geometry().block(piece, index));
    }
  }

  private int allowedTies(Puller peer) {
    int ties = 0;
    for (int piece : peer.allowedFast()) {
      ties += rarity.isPickable(piece) && peer.has().get(piece) ? 1 : 0;
    }
    return ties;
  }

  private int lateTies(Puller peer) {
    int ties = 0;
    for (BegunPiece begun : table.begun()) {
      for (int index = 0; index < begun.blocks(); index++) {
        ties += mayAskTwice(table.geometry().block(begun.piece(), index), peer) ? 1 : 0;
      }
    }
    return ties;
  }

  private int begunTies(Puller peer) {
    int ties = 0;
    for (BegunPiece begun : table.loose()) {
      ties += begun.holder() != peer.number() && mayTake(begun, peer) ? 1 : 0;
    }
    return ties;
  }

  /** Counting ties costs time: done only for those who watch. */
  private void tell(int piece, Puller peer, PickWatch.Why why, IntSupplier ties) {
    if (watch.wantsPicks()) {
      watch.picked(piece, peer.number(), why, availability(piece), ties.getAsInt());
    }
  }
}
