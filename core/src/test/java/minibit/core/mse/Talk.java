package minibit.core.mse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import minibit.core.id.InfoHash;
import minibit.core.wire.CloseReason;

/** One end of a handshake with what a connection does for it: keeps bytes, has keys computed. */
final class Talk {
  private final MseHandshake handshake;
  private final Function<HiddenName, Optional<InfoHash>> torrents;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private byte[] kept = new byte[0];
  private int mostKept;
  Optional<MseStep.Done> done = Optional.empty();
  Optional<CloseReason> fault = Optional.empty();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  Talk(MseHandshake handshake, List<InfoHash> torrents) {
    this.handshake = handshake;
    this.torrents =
        name -> torrents.stream().filter(one -> HiddenName.of(one).equals(name)).findFirst();
    perform(handshake.begin());
  }

  /** Bytes come. */
  void receive(byte[] bytes) {
    if (done.isPresent()) {
      decrypt(bytes);
      return;
    }
    byte[] all = MseHandshake.join(kept, bytes);
    ByteBuffer in = ByteBuffer.wrap(all);
    while (!isOver()) {
      int before = in.remaining();
      if (!perform(handshake.received(in)) && in.remaining() == before) {
        break;
      }
    }
    kept = Arrays.copyOfRange(all, in.position(), all.length);
    mostKept = Math.max(mostKept, isOver() ? 0 : kept.length);
    if (done.isPresent()) {
      decrypt(kept);
    }
  }

  private void decrypt(byte[] bytes) {
    byte[] copy = bytes.clone();
    done.orElseThrow().in().apply(copy, 0, copy.length);
    stream.writeBytes(copy);
  }

  /** Whether something happened after which more may be taken. */
  private boolean perform(MseStep step) {
    return switch (step) {
      case MseStep.More(byte[] send) -> {
        sent.writeBytes(send);
        yield send.length > 0;
      }
      case MseStep.Compute(KeyWork work) -> {
        perform(handshake.computed(work.run()));
        yield true;
      }
      case MseStep.Identify(HiddenName name) -> {
        perform(handshake.identified(torrents.apply(name)));
        yield true;
      }
      case MseStep.Done end -> {
        sent.writeBytes(end.send());
        done = Optional.of(end);
        yield true;
      }
      case MseStep.Fault(CloseReason reason) -> {
        fault = Optional.of(reason);
        yield true;
      }
    };
  }

  boolean isOver() {
    return done.isPresent() || fault.isPresent();
  }

  /** What it wants sent, once. */
  byte[] takeSent() {
    byte[] bytes = sent.toByteArray();
    sent.reset();
    return bytes;
  }

  /** What came of the peer's stream. */
  byte[] stream() {
    return stream.toByteArray();
  }

  /** Encrypts what follows the handshake. */
  byte[] say(byte[] bytes) {
    byte[] copy = bytes.clone();
    done.orElseThrow().out().apply(copy, 0, copy.length);
    return copy;
  }

  /** Bytes that waited for others at one time, at most. */
  int mostKept() {
    return mostKept;
  }

  /** Lets both talk until neither has more to say, in parts of this size. */
  static void between(Talk one, Talk other, int part) {
    boolean moved = true;
    while (moved) {
      moved = pass(one, other, part) | pass(other, one, part);
    }
  }

  private static boolean pass(Talk from, Talk to, int part) {
    byte[] bytes = from.takeSent();
    for (int at = 0; at < bytes.length && to.fault.isEmpty(); at += part) {
      to.receive(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + part)));
    }
    return bytes.length > 0;
  }
}
