package minibit.core.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullUnmarked;

/** Connections over a bad line in virtual time: a queue of a given rate, delay, loss, disorder. */
@NullUnmarked
final class UtpLink {
  final SplittableRandom chance;
  final PriorityQueue<Flying> flying = new PriorityQueue<>();
  final List<End> ends = new ArrayList<>();
  long now;
  long delay = 20_000;
  double loss;
  double twice;
  long disorder;

  /** Bytes a second through the one queue of data; 0: no queue. */
  long rate;

  /** Bytes that the queue holds. */
  long queue = Long.MAX_VALUE;

  long queueFreeAt;
  private long number;

  UtpLink(long seed, long start) {
    chance = new SplittableRandom(seed);
    now = start;
  }

  record Flying(long at, long number, End to, byte[] datagram) implements Comparable<Flying> {
    @Override
    public int compareTo(Flying other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  /** One end: writes what it has to say, reads what comes while it wants to. */
  final class End {
    UtpConnection connection;
    End other;
    byte[] says = new byte[0];
    int said;
    final ByteBuffer heard = ByteBuffer.allocate(8 << 20);
    boolean reads = true;
    boolean closesAtEnd;
    boolean sawEnd;
    final long skew;
    final int share;
    int datagrams;
    final List<UtpPacket> packets = new ArrayList<>();

    End(long skew, int share) {
      this.skew = skew;
      this.share = share;
      ends.add(this);
    }

    long clock() {
      return now + skew;
    }

    void put(byte[] datagram, int length) {
      datagrams++;
      byte[] copy = java.util.Arrays.copyOf(datagram, length);
      packets.add(UtpPacket.parse(ByteBuffer.wrap(copy)).orElseThrow());
      travel(other, copy);
    }

    void dial(End to, int id, int first) {
      other = to;
      to.other = this;
      connection = UtpConnection.dial(id, first, share, this::put, clock());
    }

    void turn() {
      if (connection == null) {
        return;
      }
      if (reads) {
        int count = connection.read(heard, clock());
        sawEnd |= count < 0;
      }
      ByteBuffer rest = ByteBuffer.wrap(says, said, says.length - said);
      said += connection.write(rest, clock());
      connection.flush(clock());
      if (closesAtEnd && said == says.length && !connection.isOver() && connection.isConnected()) {
        connection.close(clock());
      }
    }

    void received(byte[] datagram) {
      UtpPacket packet = UtpPacket.parse(ByteBuffer.wrap(datagram)).orElseThrow();
      if (connection == null) {
        if (packet.type() == UtpType.SYN) {
          int first = chance.nextInt(65536);
          connection = UtpConnection.accept(packet, first, share, this::put, clock());
        }
        return;
      }
      connection.received(packet, clock());
      turn();
    }

    byte[] heardBytes() {
      byte[] all = new byte[heard.position()];
      heard.get(0, all);
      return all;
    }
  }

  void travel(End to, byte[] datagram) {
    if (chance.nextDouble() < loss) {
      return;
    }
    int copies = chance.nextDouble() < twice ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long at = now + delay + (disorder > 0 ? chance.nextLong(disorder) : 0);
      if (rate > 0 && datagram.length > 200) {
        long waits = Math.max(0, queueFreeAt - now);
        if (waits * rate / 1_000_000 > queue) {
          return;
        }
        queueFreeAt = now + waits + datagram.length * 1_000_000L / rate;
        at = queueFreeAt + delay;
      }
      flying.add(new Flying(at, number++, to, datagram));
    }
  }

  /** Runs for so many microseconds, or until it is done. */
  void run(long micros, java.util.function.BooleanSupplier done) {
    long end = now + micros;
    for (End one : ends) {
      one.turn();
    }
    while (now < end && !done.getAsBoolean()) {
      Flying next = flying.peek();
      long at = next == null ? Long.MAX_VALUE : next.at();
      for (End one : ends) {
        if (one.connection != null && one.connection.deadline() != Long.MAX_VALUE) {
          at = Math.min(at, Math.max(now, one.connection.deadline() - one.skew));
        }
      }
      if (at == Long.MAX_VALUE || at > end) {
        now = end;
        return;
      }
      now = at;
      if (next != null && next.at() == at) {
        flying.poll();
        next.to().received(next.datagram());
      }
      for (End one : ends) {
        if (one.connection != null && !one.connection.isOver()) {
          one.connection.tick(one.clock());
        }
      }
    }
  }

  static byte[] content(long seed, int length) {
    byte[] bytes = new byte[length];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void assertHeard(End end, byte[] expected) {
    assertThat(end.heard.position()).isEqualTo(expected.length);
    assertThat(end.heardBytes()).isEqualTo(expected);
  }
}
