package minibit.core.session;

import static minibit.core.session.OpenRequests.Arrival.ASKED;
import static minibit.core.session.OpenRequests.Arrival.UNASKED;
import static minibit.core.session.OpenRequests.Arrival.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import minibit.core.piece.Block;
import org.junit.jupiter.api.Test;

/** What a block or a reject from a peer is the answer to. */
class OpenRequestsTest {
  private static final Block A = new Block(0, 0, Block.SIZE);
  private static final Block B = new Block(0, Block.SIZE, Block.SIZE);

  @Test
  void onlyAskedBlocksAreTaken() {
    OpenRequests requests = new OpenRequests(true);
    assertThat(requests.add(A)).isTrue();

    assertThat(requests.received(B)).isEqualTo(UNASKED);
    assertThat(requests.received(new Block(0, 0, 100))).isEqualTo(UNASKED);
    assertThat(requests.received(A)).isEqualTo(ASKED);
    assertThat(requests.received(A)).isEqualTo(UNASKED);
  }

  @Test
  void noBlockIsAskedTwiceAtOnce() {
    OpenRequests requests = new OpenRequests(true);

    assertThat(requests.add(A)).isTrue();
    assertThat(requests.add(A)).isFalse();
    assertThat(requests.open()).containsExactly(A);
  }

  // The peer may have sent the block before it read the cancel.
  @Test
  void aWithdrawnBlockMayStillCome() {
    OpenRequests requests = new OpenRequests(false);
    requests.add(A);

    assertThat(requests.cancel(A)).isTrue();
    assertThat(requests.cancel(A)).isFalse();
    assertThat(requests.received(A)).isEqualTo(WITHDRAWN);
    assertThat(requests.received(A)).isEqualTo(UNASKED);
  }

  // Asked, withdrawn, asked again: the first reject answers the first request.
  @Test
  void answersComeInTheOrderOfRequests() {
    OpenRequests requests = new OpenRequests(true);
    requests.add(A);
    requests.cancel(A);
    requests.add(A);

    assertThat(requests.rejected(A)).isEqualTo(WITHDRAWN);
    assertThat(requests.received(A)).isEqualTo(ASKED);
    assertThat(requests.rejected(A)).isEqualTo(UNASKED);
  }

  // The data serves whichever request it answers.
  @Test
  void aBlockFulfilsTheOpenRequestFirst() {
    OpenRequests requests = new OpenRequests(true);
    requests.add(A);
    requests.cancel(A);
    requests.add(A);

    assertThat(requests.received(A)).isEqualTo(ASKED);
    assertThat(requests.received(A)).isEqualTo(WITHDRAWN);
  }

  @Test
  void withoutRejectsAChokeVoidsAllThatIsOpen() {
    OpenRequests requests = new OpenRequests(false);
    requests.add(A);
    requests.add(B);

    assertThat(requests.choked()).containsExactly(A, B);
    assertThat(requests.size()).isZero();
    assertThat(requests.received(A)).isEqualTo(WITHDRAWN);
  }

  // The swarm may ask while the choke is still on its way to it. Were such a request noted, the
  // block could not be asked for again after the unchoke.
  @Test
  void withoutRejectsNothingIsAskedWhileChoked() {
    OpenRequests requests = new OpenRequests(false);
    requests.choked();

    assertThat(requests.add(A)).isFalse();
    requests.unchoked();
    assertThat(requests.add(A)).isTrue();
  }

  @Test
  void withRejectsAChokeVoidsNothing() {
    OpenRequests requests = new OpenRequests(true);
    requests.add(A);

    assertThat(requests.choked()).isEmpty();
    assertThat(requests.contains(A)).isTrue();
    assertThat(requests.rejected(A)).isEqualTo(ASKED);
  }

  @Test
  void bothListsAreBounded() {
    OpenRequests requests = new OpenRequests(false);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < OpenRequests.MAX; i++) {
        assertThat(requests.add(new Block(round * OpenRequests.MAX + i, 0, 1))).isTrue();
      }
      assertThat(requests.add(A)).isFalse();
      requests.choked();
      requests.unchoked();
    }
    assertThat(requests.received(new Block(0, 0, 1))).isEqualTo(UNASKED);
    assertThat(requests.received(new Block(3 * OpenRequests.MAX - 1, 0, 1))).isEqualTo(WITHDRAWN);
  }
}
