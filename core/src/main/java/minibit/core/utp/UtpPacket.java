package minibit.core.utp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A packet of version 1 (BEP 29), as it came. Extensions other than selective acknowledgement are
 * skipped by their length.
 *
 * @param connectionId 16 bits
 * @param timestamp microseconds of the sender's clock, 32 bits
 * @param difference what the sender measured of our last packet, 32 bits; 0: nothing yet
 * @param window bytes that the sender has room for, 32 bits
 * @param sequence 16 bits
 * @param ack the last packet that the sender has without a gap, 16 bits
 * @param selective which packets it has beyond that; empty if not told
 * @param payload the bytes it carries
 */
public record UtpPacket(
    UtpType type,
    int connectionId,
    int timestamp,
    int difference,
    long window,
    int sequence,
    int ack,
    byte[] selective,
    byte[] payload) {

  /** Bytes of a header without extensions. */
  public static final int HEADER = 20;

  /** Version 1. */
  private static final int VERSION = 1;

  private static final int SELECTIVE = 1;

  /** Extensions in one packet: three are known in the field. */
  private static final int MAX_EXTENSIONS = 8;

  /** Whether a datagram could be one, by its first byte. */
  public static boolean isUtp(byte first) {
    return (first & 0xf) == VERSION && UtpType.isKnown((first & 0xff) >> 4);
  }

  /** Reads a datagram, from its position to its limit; empty if it is no packet. */
  public static Optional<UtpPacket> parse(ByteBuffer in) {
    if (in.remaining() < HEADER || !isUtp(in.get(in.position()))) {
      return Optional.empty();
    }
    UtpType type = UtpType.of((in.get() & 0xff) >> 4);
    int extension = in.get() & 0xff;
    int id = in.getShort() & 0xffff;
    int timestamp = in.getInt();
    int difference = in.getInt();
    long window = in.getInt() & 0xffffffffL;
    int sequence = in.getShort() & 0xffff;
    int ack = in.getShort() & 0xffff;
    byte[] selective = SelectiveAck.NONE;
    for (int i = 0; extension != 0; i++) {
      if (i == MAX_EXTENSIONS || in.remaining() < 2) {
        return Optional.empty();
      }
      int following = in.get() & 0xff;
      int length = in.get() & 0xff;
      if (length > in.remaining()) {
        return Optional.empty();
      }
      if (extension == SELECTIVE) {
        // Multiples of four, says the BEP; libtorrent sends 18.
        selective = new byte[length];
        in.get(selective);
      } else {
        in.position(in.position() + length);
      }
      extension = following;
    }
    if (type == UtpType.DATA && !in.hasRemaining()) {
      return Optional.empty();
    }
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return Optional.of(
        new UtpPacket(type, id, timestamp, difference, window, sequence, ack, selective, payload));
  }

  /** The datagram that says this; the mask is 0 to 252 bytes. */
  public byte[] encode() {
    int mask = selective.length == 0 ? 0 : 2 + selective.length;
    byte[] datagram = new byte[HEADER + mask + payload.length];
    ByteBuffer out = ByteBuffer.wrap(datagram);
    out.put((byte) (type.ordinal() << 4 | VERSION)).put((byte) (mask == 0 ? 0 : SELECTIVE));
    out.putShort((short) connectionId).putInt(timestamp).putInt(difference);
    out.putInt((int) Math.min(window, 0xffffffffL));
    out.putShort((short) sequence).putShort((short) ack);
    if (mask > 0) {
      out.put((byte) 0).put((byte) selective.length).put(selective);
    }
    out.put(payload);
    return datagram;
  }

  /** The answer to a packet of a connection that does not exist. */
  public static UtpPacket resetFor(UtpPacket stray, int ourTimestamp) {
    return new UtpPacket(
        UtpType.RESET,
        stray.connectionId,
        ourTimestamp,
        0,
        0,
        0,
        stray.sequence,
        SelectiveAck.NONE,
        SelectiveAck.NONE);
  }
}
