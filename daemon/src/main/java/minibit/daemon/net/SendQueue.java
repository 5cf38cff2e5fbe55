package minibit.daemon.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import minibit.core.piece.Block;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one peer. Small messages overtake blocks, but never cut into one.
 * Gathers many buffers into one system call. One owner.
 */
final class SendQueue {
  /** Header and payload pairs in one system call. */
  private static final int PAIRS = 16;

  /** Bytes a peer gets in one turn of the loop, so that others get theirs. */
  private static final int TURN = 1 << 20;

  /** Small messages that wait: a peer that takes nothing must not make us keep more. */
  private static final int MAX_CONTROL = 2 << 20;

  private static final int FIRST_CONTROL = 512;

  private final ArrayDeque<OutgoingBlock> blocks = new ArrayDeque<>();
  // Written at its position, read from controlRead.
  private @Nullable ByteBuffer control;
  private int controlRead;
  private @Nullable ByteBuffer gathered;
  private long payload;
  private long sent;
  private boolean blocked;

  /** Queues a message; false if too much waits already. */
  boolean add(PeerMessage message) {
    int size = MessageEncoder.size(message);
    if (waitingControl() + size > MAX_CONTROL) {
      return false;
    }
    MessageEncoder.encode(message, room(size));
    return true;
  }

  /** Room for so many bytes behind the queued messages, to be filled by the caller. */
  ByteBuffer room(int size) {
    ByteBuffer current = control;
    if (current == null) {
      current = ByteBuffer.allocate(Math.max(FIRST_CONTROL, size));
      controlRead = 0;
    } else if (current.remaining() < size) {
      int waiting = waitingControl();
      ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * (waiting + size), FIRST_CONTROL));
      larger.put(current.duplicate().flip().position(controlRead));
      controlRead = 0;
      current = larger;
    }
    control = current;
    return current;
  }

  /** Takes out the messages that wait, to be sent by the caller before anything else. */
  ByteBuffer takeControl() {
    ByteBuffer current = control;
    control = null;
    return current == null
        ? ByteBuffer.allocate(0)
        : current.duplicate().flip().position(controlRead);
  }

  void add(OutgoingBlock block) {
    blocks.add(block);
    payload += block.payload().remaining();
  }

  private int waitingControl() {
    return control == null ? 0 : control.position() - controlRead;
  }

  boolean isEmpty() {
    return blocks.isEmpty() && waitingControl() == 0;
  }

  /** Whether the socket took less than it was given. */
  boolean isBlocked() {
    return blocked;
  }

  /** Blocks that wait. */
  int blocks() {
    return blocks.size();
  }

  /** Payload that waits. */
  long payload() {
    return payload;
  }

  /** Payload sent since this was last asked. */
  long takeSent() {
    long taken = sent;
    sent = 0;
    return taken;
  }

  /** Writes until the socket is full, the turn is over or nothing waits; says how many bytes. */
  long write(GatheringByteChannel channel) throws IOException {
    long written = 0;
    blocked = false;
    while (!isEmpty() && !blocked) {
      if (written >= TURN) {
        // The rest has its turn as soon as the socket is looked at again.
        blocked = true;
        break;
      }
      ByteBuffer[] buffers = gather();
      long offered = 0;
      for (ByteBuffer buffer : buffers) {
        offered += buffer.remaining();
      }
      long count = channel.write(buffers);
      written += count;
      blocked = count < offered;
      settle();
    }
    return written;
  }

  private ByteBuffer[] gather() {
    boolean controls = waitingControl() > 0;
    int pairs = Math.min(PAIRS, blocks.size());
    ByteBuffer[] buffers = new ByteBuffer[2 * pairs + (controls ? 1 : 0)];
    int at = 0;
    Iterator<OutgoingBlock> next = blocks.iterator();
    OutgoingBlock first = blocks.peekFirst();
    if (first != null && first.isBegun()) {
      next.next();
      buffers[at++] = first.header();
      buffers[at++] = first.payload();
      pairs--;
    }
    ByteBuffer messages = control;
    if (controls && messages != null) {
      ByteBuffer view = messages.duplicate().flip().position(controlRead);
      buffers[at++] = view;
      gathered = view;
    }
    for (int i = 0; i < pairs; i++) {
      OutgoingBlock block = next.next();
      buffers[at++] = block.header();
      buffers[at++] = block.payload();
    }
    return buffers;
  }

  private void settle() {
    ByteBuffer view = gathered;
    if (view != null) {
      controlRead = view.position();
      gathered = null;
    }
    if (control != null && waitingControl() == 0) {
      // An idle peer keeps no buffer.
      control = null;
    }
    while (!blocks.isEmpty() && blocks.getFirst().isSent()) {
      OutgoingBlock done = blocks.removeFirst();
      done.release();
      payload -= done.block().length();
      sent += done.block().length();
    }
  }

  /**
   * Takes back the blocks of which nothing is sent, oldest first, and frees their buffers. The one
   * that is under way goes on from a copy.
   */
  List<Block> takeBack() {
    List<Block> unsent = new ArrayList<>(blocks.size());
    OutgoingBlock first = blocks.peekFirst();
    int begun = 0;
    if (first != null && first.isBegun()) {
      first.detach();
      begun = 1;
    }
    while (blocks.size() > begun) {
      OutgoingBlock last = blocks.removeLast();
      last.release();
      payload -= last.block().length();
      unsent.add(last.block());
    }
    return unsent.reversed();
  }

  /** Drops everything. */
  void clear() {
    blocks.forEach(OutgoingBlock::release);
    blocks.clear();
    control = null;
    payload = 0;
  }
}
