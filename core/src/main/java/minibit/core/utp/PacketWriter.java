package minibit.core.utp;

import java.nio.ByteBuffer;

/**
 * Writes the packets of one end: with its ids, the delay seen of the other end's packets, and the
 * room that is left. One owner, that of its connection.
 */
final class PacketWriter {
  private final UtpOutbox outbox;
  private final int sendId;
  private final int receiveId;
  private int difference;
  private long told;

  PacketWriter(UtpOutbox outbox, int sendId, int receiveId) {
    this.outbox = outbox;
    this.sendId = sendId;
    this.receiveId = receiveId;
  }

  /** The id that packets for this end carry. */
  int receiveId() {
    return receiveId;
  }

  /** The room that the other end was told of last, in bytes. */
  long told() {
    return told;
  }

  /** Takes the time that a packet bears; the answer tells how long it was under way. */
  void came(UtpPacket packet, long now) {
    difference = (int) now - packet.timestamp();
  }

  /** A packet of content or the end, whose datagram has room for the header at its start. */
  void packet(Sending.Packet packet, Receiving came, long now) {
    told = came.window();
    ByteBuffer head = ByteBuffer.wrap(packet.datagram);
    head.put((byte) (packet.type.ordinal() << 4 | 1)).put((byte) 0).putShort((short) sendId);
    head.putInt((int) now).putInt(difference).putInt((int) told);
    head.putShort((short) packet.sequence).putShort((short) came.ack());
    outbox.send(packet.datagram, packet.length);
  }

  /** Says what came, gaps and all. */
  void state(int next, Receiving came, long now) {
    told = came.window();
    send(
        new UtpPacket(
            UtpType.STATE,
            sendId,
            (int) now,
            difference,
            told,
            next,
            came.ack(),
            came.selective(),
            SelectiveAck.NONE));
  }

  /** Asks for a connection; its id is the one we are to be answered by. */
  void syn(int sequence, int window, long now) {
    send(
        new UtpPacket(
            UtpType.SYN,
            receiveId,
            (int) now,
            0,
            window,
            sequence,
            0,
            SelectiveAck.NONE,
            SelectiveAck.NONE));
  }

  private void send(UtpPacket packet) {
    byte[] datagram = packet.encode();
    outbox.send(datagram, datagram.length);
  }
}
