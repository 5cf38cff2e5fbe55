package minibit.core.utp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What came: puts packets in order and keeps their bytes until they are read. Bounded by bytes, by
 * packets beyond the first gap, and by a charge for each packet, so that tiny ones cost no more
 * memory than they say. One owner.
 */
final class Receiving {
  /** What keeping a packet costs beside its bytes. */
  private static final int CHARGE = 32;

  /** A ring: twice what may be ahead, so that no two packets share a place. */
  private final byte[] @Nullable [] early = new byte[2 * SelectiveAck.MAX_BITS][];

  private final ArrayDeque<byte[]> ready = new ArrayDeque<>();
  private int capacity;
  private int readFrom;
  private int ack;
  private int beyond;
  private int furthest;
  private long kept;
  private long readyKept;
  private int end = -1;
  private boolean ended;
  private boolean discards;

  /** The next packet is the one after {@code ack}. */
  Receiving(int ack, int capacity) {
    this.ack = ack;
    this.capacity = capacity;
  }

  int ack() {
    return ack;
  }

  void resize(int bytes) {
    capacity = bytes;
  }

  /** Bytes there is room for: less the charges of packets that would bring them. */
  int window() {
    return (int) Math.max(0, (capacity - kept) / 16 * 15);
  }

  boolean hasGaps() {
    return beyond > 0;
  }

  boolean isReadable() {
    return !ready.isEmpty() || ended;
  }

  /** Whether the last packet of the other end and all before it came. */
  boolean isEnded() {
    return ended;
  }

  /** From now on what comes is acknowledged and dropped. */
  void discard() {
    discards = true;
    ready.clear();
    kept -= readyKept;
    readyKept = 0;
    readFrom = 0;
  }

  /** The last packet is this one: none after it counts. */
  void endsAt(int sequence) {
    if (end < 0 && !ended) {
      end = sequence;
      take(sequence, SelectiveAck.NONE);
    }
  }

  /** A packet with bytes; what is too much, too far ahead or known is dropped. */
  void take(int sequence, byte[] payload) {
    int ahead = Sequence.distance(ack, sequence);
    boolean afterEnd = end >= 0 && Sequence.distance(end, sequence) > 0;
    if (ahead <= 0 || ahead > SelectiveAck.MAX_BITS || ended || afterEnd) {
      return;
    }
    int slot = sequence & early.length - 1;
    long charge = charge(payload);
    if (early[slot] != null || ahead > 1 && kept + charge > capacity || readyKept > capacity) {
      return;
    }
    early[slot] = payload;
    kept += charge;
    beyond++;
    furthest = beyond == 1 || Sequence.distance(furthest, sequence) > 0 ? sequence : furthest;
    while (early[Sequence.plus(ack, 1) & early.length - 1] != null) {
      advance();
    }
  }

  private static long charge(byte[] payload) {
    return payload.length + CHARGE;
  }

  private void advance() {
    ack = Sequence.plus(ack, 1);
    int slot = ack & early.length - 1;
    byte[] next = early[slot];
    if (next == null) {
      throw new IllegalStateException("packet " + ack + " is not here");
    }
    early[slot] = null;
    beyond--;
    long charge = charge(next);
    if (ack == end) {
      ended = true;
    }
    if (discards || next.length == 0) {
      kept -= charge;
    } else {
      ready.add(next);
      readyKept += charge;
    }
  }

  /** Which packets beyond the first gap are here. */
  byte[] selective() {
    if (beyond == 0) {
      return SelectiveAck.NONE;
    }
    int last = Math.min(Sequence.distance(ack, furthest) - 2, SelectiveAck.MAX_BITS - 1);
    byte[] mask = SelectiveAck.upTo(last);
    for (int bit = 0; bit <= last; bit++) {
      if (early[Sequence.plus(ack, bit + 2) & early.length - 1] != null) {
        SelectiveAck.set(mask, bit);
      }
    }
    return mask;
  }

  /** Hands bytes on; says how many. */
  int read(ByteBuffer into) {
    int before = into.remaining();
    while (into.hasRemaining() && !ready.isEmpty()) {
      byte[] first = ready.getFirst();
      int part = Math.min(into.remaining(), first.length - readFrom);
      into.put(first, readFrom, part);
      readFrom += part;
      if (readFrom == first.length) {
        ready.removeFirst();
        readFrom = 0;
        kept -= charge(first);
        readyKept -= charge(first);
      }
    }
    return before - into.remaining();
  }
}
