package minibit.core.utp;

import static minibit.core.utp.UtpLink.content;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import minibit.core.testing.Seeds;
import minibit.core.utp.UtpLink.End;
import org.junit.jupiter.api.Test;

/** Connections in virtual time. */
class UtpConnectionTest {
  private static final long SECOND = 1_000_000;
  private static final int SHARE = 256 * 1024;

  private static End[] pair(UtpLink link, int id, int first) {
    End dials = link.new End(0, SHARE);
    End takes = link.new End(link.chance.nextLong(1L << 33), SHARE);
    dials.dial(takes, id, first);
    return new End[] {dials, takes};
  }

  @Seeds(30)
  void everyByteArrivesBothWaysOverABadLine(long seed) {
    var link = new UtpLink(seed, (1L << 32) - 2 * SECOND);
    link.loss = 0.1;
    link.twice = 0.1;
    link.disorder = 30_000;
    End[] two = pair(link, 65535, 65500);
    two[0].says = content(seed, 400_000 + link.chance.nextInt(5000));
    two[1].says = content(seed + 1, 300_000 + link.chance.nextInt(5000));
    link.run(
        900 * SECOND,
        () ->
            two[0].heard.position() == two[1].says.length
                && two[1].heard.position() == two[0].says.length);
    UtpLink.assertHeard(two[1], two[0].says);
    UtpLink.assertHeard(two[0], two[1].says);
  }

  @Test
  void numbersAndTimestampsGoRound() {
    var link = new UtpLink(1, (1L << 32) - SECOND);
    link.delay = 500;
    End[] two = pair(link, 7, 65530);
    two[0].says = content(1, 8 << 20);
    for (int round = 0; round < 12; round++) {
      two[0].said = 0;
      two[1].heard.clear();
      link.run(60 * SECOND, () -> two[1].heard.position() == two[0].says.length);
      UtpLink.assertHeard(two[1], two[0].says);
    }
    assertThat(two[0].datagrams).isGreaterThan(70_000);
  }

  @Test
  void whoDoesNotReadIsSentNoMoreAndGoesOnLater() {
    var link = new UtpLink(2, 0);
    End[] two = pair(link, 1, 1);
    two[0].says = content(2, 2 << 20);
    two[1].reads = false;
    link.run(5 * SECOND, () -> false);
    int before = two[0].datagrams;
    assertThat((long) before * UtpConnection.PACKET).isLessThan(SHARE + 20L * 1400);
    link.run(20 * SECOND, () -> false);
    assertThat(two[0].datagrams - before).isLessThan(20);
    two[1].reads = true;
    link.run(100 * SECOND, () -> two[1].heard.position() == two[0].says.length);
    UtpLink.assertHeard(two[1], two[0].says);
  }

  @Seeds(20)
  void whatWasWrittenComesBeforeTheEnd(long seed) {
    var link = new UtpLink(seed, 0);
    link.loss = 0.05;
    End[] two = pair(link, 500, 9);
    two[0].says = content(seed, 100_000);
    two[0].closesAtEnd = true;
    link.run(120 * SECOND, () -> two[1].sawEnd);
    UtpLink.assertHeard(two[1], two[0].says);
    two[1].closesAtEnd = true;
    link.run(60 * SECOND, () -> two[0].connection.isOver() && two[1].connection.isOver());
    assertThat(two[0].connection.isOver()).isTrue();
    assertThat(two[1].connection.isOver()).isTrue();
  }

  @Test
  void aResetEndsIt() {
    var link = new UtpLink(3, 0);
    End[] two = pair(link, 500, 9);
    two[0].says = content(1, 10_000);
    link.run(SECOND, () -> false);
    UtpPacket last = two[0].packets.getLast();
    two[0].connection.received(UtpPacket.resetFor(last, 5), two[0].clock());
    assertThat(two[0].connection.isOver()).isTrue();
    assertThat(two[0].connection.read(ByteBuffer.allocate(10), two[0].clock())).isEqualTo(-1);
  }

  @Test
  void aSynIsSentThreeTimesAndTimeoutsDouble() {
    var link = new UtpLink(4, 0);
    link.loss = 1;
    End[] two = pair(link, 500, 9);
    link.run(60 * SECOND, () -> two[0].connection.isOver());
    assertThat(two[0].packets).extracting(UtpPacket::type).containsOnly(UtpType.SYN).hasSize(3);
    assertThat(two[0].packets)
        .extracting(UtpPacket::timestamp)
        .containsExactly(0, (int) SECOND, 3 * (int) SECOND);
    assertThat(link.now).isEqualTo(7 * SECOND);
  }

  @Test
  void aDeadLineIsNoticedAfterWaitsThatDouble() {
    var link = new UtpLink(5, 0);
    link.delay = 1000;
    End[] two = pair(link, 500, 9);
    two[0].says = content(1, 3000);
    link.run(2 * SECOND, () -> false);
    link.loss = 1;
    two[0].packets.clear();
    two[0].says = content(1, 3100);
    link.run(200 * SECOND, () -> two[0].connection.isOver());
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < two[0].packets.size(); i++) {
      waits.add((long) two[0].packets.get(i).timestamp() - two[0].packets.get(i - 1).timestamp());
    }
    assertThat(waits).contains(SECOND / 2, SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND);
    assertThat(waits).isSorted();
    assertThat(two[0].connection.isOver()).isTrue();
  }

  @Test
  void aSynThatIsNotFollowedUpGetsOneSmallAnswer() {
    var link = new UtpLink(6, 0);
    List<byte[]> out = new ArrayList<>();
    UtpPacket syn =
        new UtpPacket(UtpType.SYN, 9, 1, 0, 0, 77, 0, SelectiveAck.NONE, SelectiveAck.NONE);
    UtpConnection half =
        UtpConnection.accept(syn, 1234, SHARE, (bytes, length) -> out.add(bytes), 0);
    half.tick(100 * SECOND);
    half.flush(100 * SECOND);
    assertThat(out).hasSize(1);
    assertThat(out.getFirst()).hasSize(UtpPacket.HEADER);
    UtpPacket guessed =
        new UtpPacket(UtpType.DATA, 10, 1, 0, 0, 78, 5000, SelectiveAck.NONE, new byte[9]);
    half.received(guessed, 1);
    assertThat(half.isConnected()).isFalse();
    half.received(syn, 2);
    assertThat(out).hasSize(2);
    assertThat(link.flying).isEmpty();
  }

  @Test
  void twoFlowsShareALineWithoutLongQueues() {
    var link = new UtpLink(7, 0);
    link.rate = 1_000_000;
    End[] one = pair(link, 1, 1);
    one[0].says = content(1, 8 << 20);
    link.run(2 * SECOND, () -> false);
    End[] other = pair(link, 2, 2);
    other[0].says = content(2, 8 << 20);
    link.run(3 * SECOND, () -> false);
    int before = one[1].heard.position() + other[1].heard.position();
    int otherBefore = other[1].heard.position();
    link.run(3 * SECOND, () -> false);
    int moved = one[1].heard.position() + other[1].heard.position() - before;
    assertThat(moved).isGreaterThan(2_500_000);
    assertThat(other[1].heard.position() - otherBefore).isGreaterThan(300_000);
    assertThat(link.queueFreeAt - link.now).isLessThan(350_000);
  }

  @Test
  void aGreedyFlowIsGivenWay() {
    var link = new UtpLink(8, 0);
    link.rate = 1_000_000;
    End[] one = pair(link, 1, 1);
    one[0].says = content(1, 8 << 20);
    link.run(3 * SECOND, () -> false);
    int alone = one[1].heard.position();
    assertThat(alone).isGreaterThan(2_000_000);
    // Somebody else keeps the queue at 400 ms, as a flow that fills buffers does.
    for (int i = 0; i < 1000; i++) {
      link.queueFreeAt = Math.max(link.queueFreeAt, link.now + 400_000);
      link.run(10_000, () -> false);
    }
    int beside = one[1].heard.position();
    for (int i = 0; i < 300; i++) {
      link.queueFreeAt = Math.max(link.queueFreeAt, link.now + 400_000);
      link.run(10_000, () -> false);
    }
    assertThat(one[1].heard.position() - beside).isLessThan(alone / 4);
    assertThat(one[0].connection.congestionWindow()).isLessThan(10L * UtpConnection.PACKET);
  }

  @Seeds(200)
  void noiseDoesNoHarm(long seed) {
    var chance = new SplittableRandom(seed);
    var link = new UtpLink(seed, 0);
    End[] two = pair(link, 1, 1);
    two[0].says = content(seed, 50_000);
    link.run(60_000, () -> false);
    int budget = two[1].datagrams;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = two[0].packets.get(chance.nextInt(two[0].packets.size())).encode();
      for (int change = chance.nextInt(5); change >= 0; change--) {
        bytes[chance.nextInt(Math.min(40, bytes.length))] = (byte) chance.nextInt();
      }
      Optional<UtpPacket> read =
          UtpPacket.parse(ByteBuffer.wrap(bytes, 0, chance.nextInt(bytes.length + 1)));
      read.filter(packet -> packet.type() != UtpType.RESET)
          .ifPresent(packet -> two[1].connection.received(packet, two[1].clock()));
      two[1].connection.flush(two[1].clock());
      two[1].connection.tick(two[1].clock());
    }
    assertThat(two[1].datagrams - budget).isLessThan(1100);
    assertThat(two[1].connection.unsent()).isZero();
  }
}
