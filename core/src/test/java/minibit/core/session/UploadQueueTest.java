package minibit.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.UploadQueue.Verdict;
import minibit.core.wire.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the requests of a peer. */
class UploadQueueTest {
  private static final Verdict QUEUED = new Verdict.Queued();
  private static final Verdict REFUSED = new Verdict.Refused();
  private static final Verdict IGNORED = new Verdict.Ignored();
  private static final Verdict OUT_OF_RANGE = new Verdict.Fault(CloseReason.BLOCK_OUT_OF_RANGE);
  private static final int PIECE = 256 * 1024;
  private static final Geometry GEOMETRY = Geometry.linear(80L * PIECE - 1000, PIECE);

  @Test
  void requestsAreServedInOrder() {
    UploadQueue queue = unchoked(true);
    assertThat(queue.request(block(1, 0))).isEqualTo(QUEUED);
    assertThat(queue.request(block(1, 1))).isEqualTo(QUEUED);
    assertThat(queue.request(block(2, 0))).isEqualTo(QUEUED);

    assertThat(queue.poll(2, Long.MAX_VALUE)).containsExactly(block(1, 0), block(1, 1));
    assertThat(queue.poll(2, Long.MAX_VALUE)).containsExactly(block(2, 0));
    assertThat(queue.poll(2, Long.MAX_VALUE)).isEmpty();
  }

  // libtorrent asks for whole blocks at the end of a v2 file; behind the file there are zeros.
  @Test
  void whatLiesBehindAFileOfV2MayBeAskedForWithItsEnd() {
    UploadQueue queue =
        new UploadQueue(Geometry.aligned(new long[] {100, PIECE}, PIECE), true, 5, piece -> true);
    queue.unchoke();

    assertThat(queue.request(new Block(0, 0, Block.SIZE))).isEqualTo(QUEUED);
    assertThat(queue.request(new Block(0, Block.SIZE, Block.SIZE))).isEqualTo(OUT_OF_RANGE);
    assertThat(queue.request(new Block(1, PIECE - 1, 2))).isEqualTo(OUT_OF_RANGE);
  }

  // A rate limit gives out bytes; one block goes whenever there are any, or nothing ever would.
  @Test
  void bytesAreRationed() {
    UploadQueue queue = unchoked(true);
    for (int i = 0; i < 4; i++) {
      queue.request(block(0, i));
    }

    assertThat(queue.poll(16, 0)).isEmpty();
    assertThat(queue.poll(16, 1)).hasSize(1);
    assertThat(queue.poll(16, 2 * Block.SIZE)).hasSize(2);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void anyRangeOfAPieceUpToSixteenKibIsServed() {
    UploadQueue queue = unchoked(true);

    assertThat(queue.request(new Block(0, 0, 1))).isEqualTo(QUEUED);
    assertThat(queue.request(new Block(0, 777, Block.SIZE))).isEqualTo(QUEUED);
    assertThat(queue.request(new Block(79, PIECE - 1000 - Block.SIZE, Block.SIZE)))
        .isEqualTo(QUEUED);
  }

  @Test
  void whatNoTorrentHoldsEndsTheConnection() {
    UploadQueue queue = unchoked(true);

    assertThat(queue.request(new Block(0, PIECE - 1, 2))).isEqualTo(OUT_OF_RANGE);
    assertThat(queue.request(new Block(80, 0, 1))).isEqualTo(OUT_OF_RANGE);
    assertThat(queue.request(new Block(79, PIECE - 1000, 1))).isEqualTo(OUT_OF_RANGE);
    assertThat(queue.request(new Block(0, Integer.MAX_VALUE, Integer.MAX_VALUE)))
        .isEqualTo(OUT_OF_RANGE);
    assertThat(queue.request(new Block(0, 0, 128 * 1024 + 1))).isEqualTo(OUT_OF_RANGE);
  }

  @Test
  void longBlocksAreRefusedWhereThatCanBeSaid() {
    assertThat(unchoked(true).request(new Block(0, 0, 32 * 1024))).isEqualTo(REFUSED);
    assertThat(unchoked(false).request(new Block(0, 0, 32 * 1024))).isEqualTo(OUT_OF_RANGE);
  }

  @Test
  void onlyVerifiedPiecesAreServed() {
    UploadQueue queue = new UploadQueue(GEOMETRY, true, 5, piece -> piece == 3);
    queue.unchoke();

    assertThat(queue.request(block(4, 0))).isEqualTo(REFUSED);
    assertThat(queue.request(block(3, 0))).isEqualTo(QUEUED);
  }

  @Test
  void aChokedPeerIsNotServed() {
    assertThat(new UploadQueue(GEOMETRY, true, 5, _ -> true).request(block(0, 0)))
        .isEqualTo(REFUSED);
    assertThat(new UploadQueue(GEOMETRY, false, 5, _ -> true).request(block(0, 0)))
        .isEqualTo(IGNORED);
  }

  @Test
  void allowedFastPiecesAreServedWhileChoked() {
    UploadQueue queue = new UploadQueue(GEOMETRY, true, 5, _ -> true);
    queue.allowFast(5);

    assertThat(queue.request(block(5, 0))).isEqualTo(QUEUED);
    assertThat(queue.request(block(6, 0))).isEqualTo(REFUSED);
  }

  // Allowed fast helps a newcomer to a first piece; it is no way to live choked for ever.
  @Test
  void allowedFastIsRationed() {
    UploadQueue queue = new UploadQueue(GEOMETRY, true, 5, _ -> true);
    queue.allowFast(5);
    queue.allowFast(5);
    int served = 0;
    for (int i = 0; i < 1_000; i++) {
      served += queue.request(block(5, i % 16)).equals(QUEUED) ? 1 : 0;
      queue.poll(1, Long.MAX_VALUE);
    }
    assertThat(served).isEqualTo(2 * PIECE / Block.SIZE);
  }

  @Test
  void aChokeDropsAllButAllowedFast() {
    UploadQueue queue = unchoked(true);
    queue.allowFast(5);
    queue.request(block(4, 0));
    queue.request(block(5, 0));
    queue.request(block(6, 0));

    assertThat(queue.choke()).containsExactly(block(4, 0), block(6, 0));
    assertThat(queue.poll(16, Long.MAX_VALUE)).containsExactly(block(5, 0));
  }

  @Test
  void aCancelledRequestWaitsNoLonger() {
    UploadQueue queue = unchoked(true);
    queue.request(block(4, 0));
    queue.request(block(4, 1));
    queue.request(block(4, 2));

    assertThat(queue.cancel(block(4, 1))).isTrue();
    assertThat(queue.cancel(block(4, 1))).isFalse();
    assertThat(queue.poll(16, Long.MAX_VALUE)).containsExactly(block(4, 0), block(4, 2));
  }

  @Test
  void theQueueIsAsLongAsWeAnnounce() {
    UploadQueue queue = unchoked(true);
    for (int i = 0; i < 1024; i++) {
      assertThat(queue.request(block(i % 79, i / 79))).isEqualTo(QUEUED);
    }
    assertThat(queue.request(block(0, 0))).isEqualTo(REFUSED);
    assertThat(queue.size()).isEqualTo(1024);
  }

  // A peer that knows no rejects takes silence for a promise: none of its requests is dropped in
  // silence. It has more room, and past that it is told to start over.
  @Test
  void aPeerWithoutRejectsIsNeverLeftWaiting() {
    UploadQueue queue = unchoked(false);
    for (int i = 0; i < UploadQueue.MAX_WAITING_UNREJECTED; i++) {
      assertThat(queue.request(block(i % 79, 0))).isEqualTo(QUEUED);
    }
    assertThat(queue.request(block(0, 0))).isEqualTo(new Verdict.StartOver());
    assertThat(queue.size()).isZero();
    assertThat(queue.isChoking()).isFalse();
    assertThat(queue.request(block(0, 0))).isEqualTo(QUEUED);
  }

  @Test
  void whoStartsOverAgainAndAgainIsAFlood() {
    UploadQueue queue = unchoked(false);
    Verdict last = QUEUED;
    for (int i = 0; i <= UploadQueue.MAX_RESTARTS; i++) {
      for (int k = 0; k <= UploadQueue.MAX_WAITING_UNREJECTED; k++) {
        last = queue.request(block(0, 0));
      }
      assertThat(last)
          .isEqualTo(
              i < UploadQueue.MAX_RESTARTS
                  ? new Verdict.StartOver()
                  : new Verdict.Fault(CloseReason.FLOOD));
    }
  }

  @Test
  void whoAsksOnAndOnInVainIsAFlood() {
    UploadQueue queue = new UploadQueue(GEOMETRY, true, 5, _ -> true);
    for (int i = 0; i < UploadQueue.MAX_REFUSALS; i++) {
      assertThat(queue.request(block(0, 0))).isEqualTo(REFUSED);
    }
    assertThat(queue.request(block(0, 0))).isEqualTo(new Verdict.Fault(CloseReason.FLOOD));
  }

  /**
   * What a peer can have us do by a message must not grow with what it has sent: neither by cancels
   * from the wrong end, nor by asking for one block again and again.
   */
  @Test
  @Timeout(20)
  void cancelsCostTheSameHoweverManyRequestsWait() {
    UploadQueue queue = unchoked(false);
    int waiting = UploadQueue.MAX_WAITING_UNREJECTED;
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < waiting; i++) {
        queue.request(new Block(round % 2 == 0 ? i % 64 : 1, round % 2 == 0 ? i : 0, 100));
      }
      for (int i = waiting - 1; i >= 0; i--) {
        queue.cancel(new Block(round % 2 == 0 ? i % 64 : 1, round % 2 == 0 ? i : 0, 100));
      }
      assertThat(queue.size()).isZero();
    }
  }

  // The ring against a plain list, through growth, wrapping, cancels and chokes: each request gets
  // exactly one answer.
  @Test
  void eachRequestGetsExactlyOneAnswer() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      UploadQueue queue = unchoked(true);
      Deque<Block> model = new ArrayDeque<>();
      for (int step = 0; step < 400; step++) {
        Block block = block(random.nextInt(3), random.nextInt(4));
        switch (random.nextInt(8)) {
          case 0 -> {
            int count = random.nextInt(5);
            List<Block> expected = new ArrayList<>();
            while (expected.size() < count && !model.isEmpty()) {
              expected.add(model.removeFirst());
            }
            assertThat(queue.poll(count, Long.MAX_VALUE)).as("seed %d", seed).isEqualTo(expected);
          }
          case 1 -> assertThat(queue.cancel(block)).isEqualTo(model.removeFirstOccurrence(block));
          case 2 -> {
            if (random.nextInt(20) == 0) {
              assertThat(queue.choke()).isEqualTo(List.copyOf(model));
              model.clear();
              queue.unchoke();
            }
          }
          default -> {
            assertThat(queue.request(block)).isEqualTo(QUEUED);
            model.addLast(block);
          }
        }
        assertThat(queue.size()).isEqualTo(model.size());
      }
    }
  }

  private static UploadQueue unchoked(boolean rejects) {
    UploadQueue queue = new UploadQueue(GEOMETRY, rejects, 5, _ -> true);
    queue.unchoke();
    return queue;
  }

  private static Block block(int piece, int index) {
    return GEOMETRY.block(piece, index);
  }
}
