package minibit.core.utp;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection over uTP (BEP 29), seen from one end: packets and time come in, packets go to an
 * outbox. It keeps no clock: every call brings microseconds that never go back, of which packets
 * carry the lower 32 bits. One owner.
 *
 * <pre>
 * dialled:  SYN_SENT ──STATE──▶ CONNECTED ──close──▶ CLOSING ──all acknowledged──▶ OVER
 * accepted: SYN_RECEIVED ──a packet that knows our first number──▶ CONNECTED …
 * </pre>
 *
 * <p>Every phase may go to OVER: by a RESET, or when nobody answers. Who accepted sends one STATE
 * for each SYN and nothing more, until the other end has shown that it got one.
 *
 * <p>It holds at most its share of bytes each way, and one packet more. The bytes of packets that
 * make no sense are dropped without a word.
 */
public final class UtpConnection {
  /**
   * Bytes of a datagram: with headers of IPv6 and of usual tunnels it fits where 1,500 do. It is
   * not changed later: what was sent once cannot be cut anew.
   */
  public static final int DATAGRAM = 1380;

  /** Bytes of content in a full packet. */
  public static final int PACKET = DATAGRAM - UtpPacket.HEADER;

  /** The least share that works: a few packets. */
  public static final int LEAST_SHARE = 16 * 1024;

  /** SYNs sent before a dial is given up: after 1, 2 and 4 seconds. */
  private static final int SYNS = 3;

  /** Timeouts without any packet of the other end before it counts as gone: about half a minute. */
  private static final int SILENCES = 6;

  /** How long bytes that wait when it is closed may still be sent. */
  private static final long LINGER = 10_000_000;

  private enum Phase {
    SYN_SENT,
    SYN_RECEIVED,
    CONNECTED,
    CLOSING,
    OVER
  }

  private final PacketWriter writer;
  private final RoundTrip trip = new RoundTrip();
  private final DelayHistory delays = new DelayHistory();
  private final CongestionWindow congestion = new CongestionWindow(PACKET);
  private final Sending sending;
  private @Nullable Receiving receiving;
  private Phase phase;
  private int share;
  private long theirWindow;
  private boolean ackDue;
  private long waitsSince;
  private int silences;
  private int syns;
  private long lingersUntil;

  private UtpConnection(
      Phase phase, int sendId, int receiveId, int first, int share, UtpOutbox outbox, long now) {
    this.phase = phase;
    this.writer = new PacketWriter(outbox, sendId, receiveId);
    this.share = Math.max(LEAST_SHARE, share);
    this.sending = new Sending(first, DATAGRAM);
    this.waitsSince = now;
    this.theirWindow = PACKET;
  }

  /**
   * Dials: sends a SYN.
   *
   * @param id by which we are to be answered, 16 bits that others cannot foresee
   * @param first our first number, 16 bits
   * @param share bytes that may be kept each way
   */
  public static UtpConnection dial(int id, int first, int share, UtpOutbox outbox, long now) {
    UtpConnection dialled =
        new UtpConnection(
            Phase.SYN_SENT, Sequence.plus(id, 1), id, Sequence.plus(first, 1), share, outbox, now);
    dialled.syn(now);
    return dialled;
  }

  /**
   * Takes a SYN: answers with a STATE.
   *
   * @param first our first number, 16 bits that others cannot foresee: who knows it got our answer
   */
  public static UtpConnection accept(
      UtpPacket syn, int first, int share, UtpOutbox outbox, long now) {
    UtpConnection accepted =
        new UtpConnection(
            Phase.SYN_RECEIVED,
            syn.connectionId(),
            Sequence.plus(syn.connectionId(), 1),
            first,
            share,
            outbox,
            now);
    accepted.receiving = new Receiving(syn.sequence(), accepted.share);
    accepted.writer.came(syn, now);
    accepted.state(now);
    return accepted;
  }

  /** The id that packets for this end carry. */
  public int receiveId() {
    return writer.receiveId();
  }

  /** Whether both ends know of each other. */
  public boolean isConnected() {
    return phase == Phase.CONNECTED;
  }

  /** Whether it is over: nothing more comes or goes. */
  public boolean isOver() {
    return phase == Phase.OVER;
  }

  /** Whether there are bytes to read, or it is known that none will come. */
  public boolean isReadable() {
    Receiving came = receiving;
    return phase == Phase.OVER || came != null && came.isReadable();
  }

  /** Bytes that a write would take now. */
  public long room() {
    return phase == Phase.CONNECTED ? Math.max(0, share - sending.kept()) : 0;
  }

  /** Bytes written and not acknowledged. */
  public long unsent() {
    return sending.kept();
  }

  /** Bytes that may be on their way at a time, by what was measured. */
  public long congestionWindow() {
    return congestion.bytes();
  }

  /** From now on it may keep so many bytes each way. */
  public void resize(int bytes) {
    share = Math.max(LEAST_SHARE, bytes);
    Receiving came = receiving;
    if (came != null) {
      came.resize(share);
    }
  }

  // What comes.

  /** A packet with our id came from the other end. */
  public void received(UtpPacket packet, long now) {
    switch (phase) {
      case SYN_SENT -> answered(packet, now);
      case SYN_RECEIVED -> {
        if (packet.type() == UtpType.SYN) {
          state(now);
        } else if (packet.ack() == Sequence.plus(sending.next(), -1)) {
          phase = Phase.CONNECTED;
          take(packet, now);
        }
      }
      case CONNECTED, CLOSING -> take(packet, now);
      case OVER -> {}
    }
  }

  private void answered(UtpPacket packet, long now) {
    if (packet.ack() != Sequence.plus(sending.next(), -1)) {
      return;
    }
    if (packet.type() == UtpType.RESET) {
      phase = Phase.OVER;
    } else if (packet.type() == UtpType.STATE) {
      phase = Phase.CONNECTED;
      // A STATE takes no number: the one it bears is that of the first packet to come.
      receiving = new Receiving(Sequence.plus(packet.sequence(), -1), share);
      if (syns == 1) {
        trip.took(now - waitsSince);
      }
      take(packet, now);
      ackDue = true;
    }
  }

  private void take(UtpPacket packet, long now) {
    Receiving came = receiving;
    if (came == null
        || packet.type() == UtpType.SYN
        || packet.type() != UtpType.RESET && !sending.isPlausible(packet.ack())) {
      return;
    }
    if (packet.type() == UtpType.RESET) {
      phase = Phase.OVER;
      return;
    }
    silences = 0;
    writer.came(packet, now);
    acknowledged(packet, now);
    switch (packet.type()) {
      case DATA -> {
        came.take(packet.sequence(), packet.payload());
        ackDue = true;
      }
      case FIN -> {
        came.endsAt(packet.sequence());
        ackDue = true;
      }
      case STATE, RESET, SYN -> {}
    }
    if (phase == Phase.CLOSING && sending.outstanding() == 0 && !sending.hasWaiting()) {
      flush(now);
      phase = Phase.OVER;
      return;
    }
    transmit(now);
  }

  private void acknowledged(UtpPacket packet, long now) {
    long before = sending.flight();
    boolean pure = packet.type() == UtpType.STATE && packet.window() == theirWindow;
    Sending.Acked acked = sending.acked(packet.ack(), packet.selective(), pure, now);
    theirWindow = packet.window();
    if (acked.packets() > 0) {
      trip.answered();
      waitsSince = now;
      if (acked.roundTrip() >= 0) {
        trip.took(acked.roundTrip());
      }
      long queueing = packet.difference() == 0 ? 0 : delays.queueing(packet.difference(), now);
      congestion.acked(acked.bytes(), queueing, before);
      congestion.cap(share);
    }
    if (acked.loss()) {
      congestion.lost();
    }
  }

  // What goes.

  /** Takes bytes to be sent, as many as there is room for; says how many. */
  public int write(ByteBuffer from, long now) {
    if (phase != Phase.CONNECTED) {
      return 0;
    }
    boolean idle = sending.outstanding() == 0 && !sending.hasWaiting();
    int taken = sending.write(from, room());
    if (idle && taken > 0) {
      waitsSince = now;
    }
    return taken;
  }

  /** Sends what the windows let go, then what the other end must be told. To end each turn. */
  public void flush(long now) {
    if (phase == Phase.CONNECTED || phase == Phase.CLOSING) {
      transmit(now);
      if (ackDue) {
        state(now);
      }
    }
  }

  private void transmit(long now) {
    Sending.Packet due = sending.due(congestion.bytes(), theirWindow);
    while (due != null) {
      send(due, now);
      due = sending.due(congestion.bytes(), theirWindow);
    }
  }

  private void send(Sending.Packet packet, long now) {
    Receiving came = Objects.requireNonNull(receiving, "connected");
    if (sending.outstanding() == 0) {
      waitsSince = now;
    }
    sending.goes(packet, now);
    writer.packet(packet, came, now);
    // With gaps it takes a mask to tell what came, and a STATE to carry it.
    ackDue &= came.hasGaps();
  }

  private void state(long now) {
    Receiving came = receiving;
    if (came != null) {
      ackDue = false;
      writer.state(sending.next(), came, now);
    }
  }

  private void syn(long now) {
    syns++;
    waitsSince = now;
    writer.syn(Sequence.plus(sending.next(), -1), share, now);
  }

  // What the application does.

  /** Hands on bytes that came; says how many, or -1 when none will ever come. */
  public int read(ByteBuffer into, long now) {
    Receiving came = receiving;
    if (came == null || phase == Phase.OVER && !came.isReadable()) {
      return phase == Phase.OVER ? -1 : 0;
    }
    int count = came.read(into);
    if (count == 0 && into.hasRemaining() && came.isEnded()) {
      return -1;
    }
    // The other end may have stopped for want of room: it is told once there is some.
    if (writer.told() < share / 4 && came.window() >= share / 2 && phase == Phase.CONNECTED) {
      state(now);
    }
    return count;
  }

  /** Ends our direction after what was written; what comes from now on is dropped. Idempotent. */
  public void close(long now) {
    switch (phase) {
      case SYN_SENT, SYN_RECEIVED -> phase = Phase.OVER;
      case CONNECTED -> {
        phase = Phase.CLOSING;
        lingersUntil = now + LINGER;
        Receiving came = receiving;
        if (came != null) {
          came.discard();
        }
        if (sending.outstanding() == 0) {
          waitsSince = now;
        }
        sending.end();
        flush(now);
      }
      case CLOSING, OVER -> {}
    }
  }

  // What time brings.

  /** When {@link #tick} has something to do, if nothing comes before. */
  public long deadline() {
    return switch (phase) {
      case SYN_SENT -> waitsSince + (RoundTrip.FIRST_TIMEOUT << syns - 1);
      case CLOSING -> Math.min(lingersUntil, waits() ? expiry() : Long.MAX_VALUE);
      case CONNECTED -> waits() ? expiry() : Long.MAX_VALUE;
      case SYN_RECEIVED, OVER -> Long.MAX_VALUE;
    };
  }

  private boolean waits() {
    return sending.outstanding() > 0 || sending.hasWaiting();
  }

  private long expiry() {
    return waitsSince + trip.timeout();
  }

  /** Time passed. */
  public void tick(long now) {
    if (now < deadline()) {
      return;
    }
    if (phase == Phase.SYN_SENT) {
      if (syns == SYNS) {
        phase = Phase.OVER;
      } else {
        syn(now);
      }
    } else if (phase == Phase.CLOSING && now >= lingersUntil || ++silences > SILENCES) {
      phase = Phase.OVER;
    } else {
      expired(now);
    }
  }

  /** Nothing new was acknowledged in time: one packet is sent, whatever the windows say. */
  private void expired(long now) {
    trip.expired();
    if (sending.outstanding() > 0) {
      sending.loseAll();
      congestion.timedOut();
    }
    Sending.Packet probe = sending.probe();
    if (probe != null) {
      send(probe, now);
    }
    waitsSince = now;
  }
}
