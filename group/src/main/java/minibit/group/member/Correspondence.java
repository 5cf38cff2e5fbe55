package minibit.group.member;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.group.closed.Hmac;

/**
 * Sealed messages between this member and one other, for as long as neither restarts: each carries
 * a counter and an HMAC under the secret the two share, so nobody speaks for another and nothing is
 * heard twice. Messages may overtake each other by {@link #WINDOW}. Safe for threads.
 */
final class Correspondence {
  /** How far behind the newest a message may come: a busy member's requests under way at once. */
  private static final int WINDOW = 64;

  private static final int MAC_BYTES = 32;
  private static final byte[] ASKS = "asks".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWERS = "answers".getBytes(StandardCharsets.US_ASCII);

  private final MemberId self;
  private final Passport other;
  private final byte[] secret;
  private final AtomicLong sent;
  private final Heard heard;

  Correspondence(MemberId self, Passport other, byte[] secret) {
    this(self, other, secret, new AtomicLong(), new Heard());
  }

  private Correspondence(
      MemberId self, Passport other, byte[] secret, AtomicLong sent, Heard heard) {
    this.self = self;
    this.other = other;
    this.secret = secret;
    this.sent = sent;
    this.heard = heard;
  }

  /** The same, going on, with a newer passport of the same start. */
  Correspondence with(Passport newer) {
    return new Correspondence(self, newer, secret, sent, heard);
  }

  Passport other() {
    return other;
  }

  /** A request on its way: the bytes to send, and the counter its answer is bound to. */
  record Sealed(byte[] message, long counter) {}

  /** Who says that it sent a message, and the message. */
  record Opened(MemberId sender, long counter, byte[] body, byte[] mac) {}

  /** A message without seal. */
  static byte[] plain(byte[] body) {
    return new PackedWriter().octet(0).bytes(body).toBytes();
  }

  Sealed seal(byte[] body) {
    long counter = sent.incrementAndGet();
    byte[] message =
        new PackedWriter()
            .octet(1)
            .raw(self.toBytes())
            .number(counter)
            .bytes(body)
            .raw(mac(ASKS, self, counter, body))
            .toBytes();
    return new Sealed(message, counter);
  }

  private byte[] mac(byte[] direction, MemberId asker, long counter, byte[] body) {
    byte[] number = new PackedWriter().number(counter).toBytes();
    return Hmac.of(secret, direction, asker.toBytes(), number, body);
  }

  /** Takes a message apart; a plain one has no sender. Nothing is verified yet. */
  static Optional<Opened> open(byte[] message) throws BadPacked {
    PackedReader in = new PackedReader(message);
    if (!in.flag()) {
      return Optional.empty();
    }
    Opened opened =
        new Opened(
            MemberId.of(in.raw(MemberId.LENGTH)),
            in.number(),
            in.bytes(MemberTransport.MAX_BYTES),
            in.raw(MAC_BYTES));
    in.end();
    return Optional.of(opened);
  }

  /** The body of a message without seal. */
  static byte[] plainBody(byte[] message) throws BadPacked {
    PackedReader in = new PackedReader(message);
    if (in.flag()) {
      throw new BadPacked("sealed");
    }
    byte[] body = in.bytes(MemberTransport.MAX_BYTES);
    in.end();
    return body;
  }

  /** Whether the other sent this, and it was not heard before. */
  boolean accepts(Opened opened) {
    byte[] expected = mac(ASKS, other.id(), opened.counter(), opened.body());
    return opened.sender().equals(other.id())
        && MessageDigest.isEqual(expected, opened.mac())
        && heard.isFresh(opened.counter());
  }

  /** An answer to the request with this counter. */
  byte[] sealAnswer(long counter, byte[] body) {
    return new PackedWriter()
        .octet(1)
        .bytes(body)
        .raw(mac(ANSWERS, other.id(), counter, body))
        .toBytes();
  }

  /** The body of an answer to our request with this counter, sealed or a plain failure. */
  byte[] openAnswer(long counter, byte[] answer) throws BadPacked {
    PackedReader in = new PackedReader(answer);
    boolean sealed = in.flag();
    byte[] body = in.bytes(MemberTransport.MAX_BYTES);
    if (sealed && !MessageDigest.isEqual(mac(ANSWERS, self, counter, body), in.raw(MAC_BYTES))) {
      throw new BadPacked("an answer that is not the other's");
    }
    in.end();
    if (!sealed && !(MessageCodec.reply(body) instanceof Reply.Failed)) {
      throw new BadPacked("an answer without seal");
    }
    return body;
  }

  /** Counters heard so far. */
  private static final class Heard {
    private long newest;
    private long seen;

    synchronized boolean isFresh(long counter) {
      if (counter > newest) {
        long step = counter - newest;
        seen = step >= WINDOW ? 0 : seen << step;
        seen |= 1;
        newest = counter;
        return true;
      }
      long behind = newest - counter;
      if (behind >= WINDOW || (seen >>> behind & 1) != 0) {
        return false;
      }
      seen |= 1L << behind;
      return true;
    }
  }
}
