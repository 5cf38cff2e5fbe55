package minibit.core.picker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.piece.PieceTable;

/**
 * How long choices take in a swarm of 100,000 pieces and 200 peers, each with a share of its own of
 * the pieces; then the same with peers that suggest what they would like to send. A program to be
 * run by hand: machines differ, so no test judges it.
 */
final class PickerTiming {
  private static final int PIECES = 100_000;
  private static final int PEERS = 200;
  private static final int BLOCKS = 16;
  private static final int PICKS = 20_000;
  private static final int HAVES = 500_000;
  private static final int ROUNDS = 7;
  private static final int SUGGESTED = 8;

  private PickerTiming() {}

  private static final class Patient implements Pace {
    @Override
    public boolean keepsUp(long peer, long bytesLeft) {
      return true;
    }

    @Override
    public boolean isHopeless(long peer) {
      return false;
    }
  }

  public static void main(String[] args) {
    for (int round = 0; round < ROUNDS; round++) {
      measure(new SplittableRandom(round), 0);
      measure(new SplittableRandom(round), SUGGESTED);
    }
  }

  private static void measure(SplittableRandom random, int suggested) {
    Geometry geometry = Geometry.linear((long) PIECES * BLOCKS * Block.SIZE, BLOCKS * Block.SIZE);
    Bitfield have = new Bitfield(PIECES);
    have.set(0);
    PiecePicker picker =
        new PiecePicker(new PieceTable(geometry, have), new Patient(), PickWatch.NONE, random);
    byte[] priorities = new byte[PIECES];
    Arrays.fill(priorities, (byte) 4);
    picker.want(priorities, false);
    List<Puller> pullers = new ArrayList<>();
    for (int peer = 0; peer < PEERS; peer++) {
      Bitfield has = new Bitfield(PIECES);
      int percent = 1 + random.nextInt(99);
      for (int piece = 0; piece < PIECES; piece++) {
        if (random.nextInt(100) < percent) {
          has.set(piece);
        }
      }
      picker.join(has);
      List<Integer> suggests = random.ints(suggested, 0, PIECES).boxed().toList();
      pullers.add(new Puller(peer, has, false, false, List.of(), suggests));
    }
    long begin = System.nanoTime();
    int haves = 0;
    for (int i = 0; i < HAVES; i++) {
      int piece = random.nextInt(PIECES);
      if (pullers.get(i % PEERS).has().set(piece)) {
        picker.gained(piece);
        haves++;
      }
    }
    long having = System.nanoTime() - begin;
    Instant now = Instant.EPOCH;
    begin = System.nanoTime();
    int picks = 0;
    for (int i = 0; i < PICKS; i++) {
      picks += picker.pick(pullers.get(i % PEERS), BLOCKS, now).size();
    }
    long picking = System.nanoTime() - begin;
    System.out.printf(
        "%d pieces suggested: %d ns a block picked, %d ns a call, %d ns a have%n",
        suggested, picking / picks, picking / PICKS, having / haves);
  }
}
