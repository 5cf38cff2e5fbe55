package minibit.core.utp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What was written: cuts it into packets, keeps them until they are acknowledged and knows which
 * are lost. A packet that was sent once keeps its number and its bytes (BEP 29). One owner.
 */
final class Sending {
  /** Packets sent after one and acknowledged before it: then it is lost. */
  private static final int LATE = 3;

  private final int packetSize;
  private final ArrayDeque<Packet> waiting = new ArrayDeque<>();
  private final @Nullable Packet[] sent = new Packet[2 * SelectiveAck.MAX_BITS];
  private final long[] latest = new long[LATE];
  private int oldest;
  private int next;
  private long waitingBytes;
  private long sentBytes;
  private long flight;
  private long lostCount;
  private long order = 1;
  private long cutAt;
  private int duplicates;

  /** A packet of ours. */
  static final class Packet {
    final UtpType type;
    final byte[] datagram;
    int length = UtpPacket.HEADER;
    int sequence;
    long sentAt;
    long order;
    int times;
    boolean acked;
    boolean lost;

    Packet(UtpType type, int size) {
      this.type = type;
      this.datagram = new byte[size];
    }

    int payload() {
      return length - UtpPacket.HEADER;
    }
  }

  /**
   * What an acknowledgement brought.
   *
   * @param bytes newly acknowledged
   * @param packets newly acknowledged
   * @param roundTrip microseconds that the answer to the last of them took; -1 if that is not known
   * @param loss whether packets were found lost that had not been on their way at the last loss
   */
  record Acked(int bytes, int packets, long roundTrip, boolean loss) {}

  Sending(int first, int packetSize) {
    this.oldest = first;
    this.next = first;
    this.packetSize = packetSize;
  }

  /** The number of the next new packet. */
  int next() {
    return next;
  }

  /** Packets that are not acknowledged up to the last one sent. */
  int outstanding() {
    return Sequence.distance(oldest, next);
  }

  /** Bytes on their way. */
  long flight() {
    return flight;
  }

  /** Bytes kept. */
  long kept() {
    return waitingBytes + sentBytes;
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Takes bytes to send, at most so many; says how many. */
  int write(ByteBuffer from, long most) {
    int taken = 0;
    while (from.hasRemaining() && taken < most) {
      Packet last = waiting.peekLast();
      if (last == null || last.length == last.datagram.length) {
        last = new Packet(UtpType.DATA, packetSize);
        waiting.add(last);
      }
      int part = Math.min(from.remaining(), last.datagram.length - last.length);
      part = (int) Math.min(part, most - taken);
      from.get(last.datagram, last.length, part);
      last.length += part;
      taken += part;
    }
    waitingBytes += taken;
    return taken;
  }

  /** Nothing follows what was written. */
  void end() {
    waiting.add(new Packet(UtpType.FIN, UtpPacket.HEADER));
  }

  /** The next packet to be sent, of the lost ones first, or null if no room lets one go. */
  @Nullable Packet due(long congestion, long theirs) {
    Packet again = firstLost();
    if (again != null) {
      return flight == 0 || flight + again.payload() <= congestion ? again : null;
    }
    Packet first = waiting.peekFirst();
    if (first == null || outstanding() >= SelectiveAck.MAX_BITS) {
      return null;
    }
    boolean fits = flight + first.payload() <= Math.min(congestion, theirs);
    return fits ? first : null;
  }

  private @Nullable Packet firstLost() {
    if (lostCount == 0) {
      return null;
    }
    for (int number = oldest; number != next; number = Sequence.plus(number, 1)) {
      Packet packet = at(number);
      if (packet != null && packet.lost) {
        return packet;
      }
    }
    return null;
  }

  private @Nullable Packet at(int number) {
    return sent[number & sent.length - 1];
  }

  /** The oldest packet that is not acknowledged, or else the first that waits. */
  @Nullable Packet probe() {
    return outstanding() > 0 ? at(oldest) : waiting.peekFirst();
  }

  /** A packet goes out now. */
  void goes(Packet packet, long now) {
    if (packet.times++ == 0) {
      waiting.removeFirst();
      packet.sequence = next;
      sent[next & sent.length - 1] = packet;
      next = Sequence.plus(next, 1);
      waitingBytes -= packet.payload();
      sentBytes += packet.payload();
      flight += packet.payload();
    } else if (packet.lost) {
      packet.lost = false;
      lostCount--;
      flight += packet.payload();
    }
    packet.sentAt = now;
    packet.order = order++;
  }

  /** Whether a number may acknowledge: not one of a packet that was never sent. */
  boolean isPlausible(int ack) {
    int ahead = Sequence.distance(Sequence.plus(oldest, -1), ack);
    return ahead <= outstanding() && ahead >= -SelectiveAck.MAX_BITS;
  }

  /**
   * The other end has all up to this one, and some beyond.
   *
   * @param pure whether the packet did nothing but acknowledge
   */
  Acked acked(int ack, byte[] mask, boolean pure, long now) {
    int ahead = Sequence.distance(Sequence.plus(oldest, -1), ack);
    if (ahead < 0) {
      return new Acked(0, 0, -1, false);
    }
    Tally tally = new Tally(now);
    for (int i = 0; i < ahead; i++) {
      Packet packet = at(oldest);
      if (packet != null) {
        tally.take(packet);
        sentBytes -= packet.payload();
      }
      sent[oldest & sent.length - 1] = null;
      oldest = Sequence.plus(oldest, 1);
    }
    int beyond = Math.min(SelectiveAck.bits(mask), outstanding() - 1);
    for (int bit = 0; bit < beyond; bit++) {
      Packet packet = at(Sequence.plus(ack, bit + 2));
      if (SelectiveAck.has(mask, bit) && packet != null) {
        tally.take(packet);
      }
    }
    boolean again = pure && tally.packets == 0 && outstanding() > 0 && mask.length == 0;
    duplicates = again ? duplicates + 1 : 0;
    boolean loss = (mask.length > 0 || tally.packets > 0) && findLost();
    if (duplicates == LATE) {
      loss |= lose(at(oldest));
    }
    return new Acked(tally.bytes, tally.packets, tally.roundTrip, loss);
  }

  /** Counts what one acknowledgement brings. */
  private final class Tally {
    private final long now;
    private int bytes;
    private int packets;
    private long roundTrip = -1;

    Tally(long now) {
      this.now = now;
    }

    void take(Packet packet) {
      if (packet.acked) {
        return;
      }
      packet.acked = true;
      if (packet.lost) {
        packet.lost = false;
        lostCount--;
      } else {
        flight -= packet.payload();
      }
      packets++;
      bytes += packet.payload();
      if (packet.times == 1) {
        roundTrip = now - packet.sentAt;
      }
      remember(packet.order);
    }
  }

  /** Keeps the latest sendings that were acknowledged, in order. */
  private void remember(long one) {
    for (int i = 0; i < LATE; i++) {
      if (one > latest[i]) {
        System.arraycopy(latest, i, latest, i + 1, LATE - 1 - i);
        latest[i] = one;
        return;
      }
    }
  }

  private boolean findLost() {
    boolean loss = false;
    long late = latest[LATE - 1];
    Packet first = at(oldest);
    if (outstanding() == 0 || first != null && !first.acked && first.order >= late) {
      // The oldest was sent last of all, or nothing is missing before what is here.
      return outstanding() > 1 && first != null && first.times > 1 && scan(late);
    }
    loss |= scan(late);
    return loss;
  }

  private boolean scan(long late) {
    boolean loss = false;
    for (int number = oldest; number != next; number = Sequence.plus(number, 1)) {
      Packet packet = at(number);
      if (packet == null || packet.times == 1 && packet.order >= late) {
        // Those after it were sent later still, if for the first time.
        break;
      }
      loss |= packet.order < late && lose(packet);
    }
    return loss;
  }

  /** A packet is lost; whether that is news of the way, and not of the same trouble. */
  private boolean lose(@Nullable Packet packet) {
    if (packet == null || packet.acked || packet.lost) {
      return false;
    }
    packet.lost = true;
    lostCount++;
    flight -= packet.payload();
    boolean news = packet.order > cutAt;
    if (news) {
      cutAt = order;
    }
    return news;
  }

  /** All that is on its way counts as lost. */
  void loseAll() {
    for (int number = oldest; number != next; number = Sequence.plus(number, 1)) {
      lose(at(number));
    }
    cutAt = order;
    duplicates = 0;
  }
}
