package minibit.core.mse;

import java.nio.ByteBuffer;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.wire.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The end that was dialled.
 *
 * <pre>
 * Awaiting their key → Making the secret → Seeking the mark → Name → Identifying → Offer → Pad → over
 * </pre>
 */
public final class MseDialled extends MseHandshake {
  private enum Phase {
    AWAITING_KEY,
    MAKING_SECRET,
    SEEKING,
    NAME,
    IDENTIFYING,
    OFFER,
    PAD,
    OVER
  }

  /** Bytes of the zeros, the methods and the pad's length. */
  private static final int OFFER = ZEROS + 6;

  /** Bytes behind the pad: how long the beginning of the stream is. */
  private static final int OPENING_LENGTH = 2;

  private Phase phase = Phase.AWAITING_KEY;
  private byte[] shared = NOTHING;
  private int offered;
  private int pad;
  private @Nullable InfoHash torrent;
  private @Nullable Rc4 in;
  private @Nullable Rc4 out;

  /** A handshake with somebody who has not said about which torrent. */
  public MseDialled(EncryptionPolicy policy, MseChance chance) {
    super(policy, chance);
  }

  @Override
  public MseStep begin() {
    return WAIT;
  }

  @Override
  public MseStep received(ByteBuffer bytes) {
    return switch (phase) {
      case AWAITING_KEY -> theirKey(bytes);
      case SEEKING -> seekMark(bytes);
      case NAME -> name(bytes);
      case OFFER -> offer(bytes);
      case PAD -> skipPad(bytes);
      case MAKING_SECRET, IDENTIFYING, OVER ->
          throw new IllegalStateException("received while " + phase);
    };
  }

  private MseStep theirKey(ByteBuffer bytes) {
    if (bytes.remaining() < KeyExchange.LENGTH) {
      return WAIT;
    }
    phase = Phase.MAKING_SECRET;
    return new MseStep.Compute(new KeyWork(chance.secret(), true, Optional.of(key(bytes))));
  }

  @Override
  public MseStep computed(KeyWork.Result result) {
    if (phase != Phase.MAKING_SECRET) {
      throw new IllegalStateException("computed while " + phase);
    }
    if (result.shared().isEmpty()) {
      return over(BROKEN);
    }
    shared = result.shared().get();
    phase = Phase.SEEKING;
    return new MseStep.More(join(result.publicKey().orElseThrow(), chance.firstPad()));
  }

  private MseStep seekMark(ByteBuffer bytes) {
    return switch (seek(bytes, Digests.mark(shared))) {
      case NOT_YET -> WAIT;
      case NOWHERE -> over(BROKEN);
      case FOUND -> {
        phase = Phase.NAME;
        yield name(bytes);
      }
    };
  }

  private MseStep name(ByteBuffer bytes) {
    if (bytes.remaining() < Digests.LENGTH) {
      return WAIT;
    }
    byte[] name = Digests.xor(take(bytes, Digests.LENGTH), Digests.cover(shared));
    phase = Phase.IDENTIFYING;
    return new MseStep.Identify(new HiddenName(name));
  }

  @Override
  public MseStep identified(Optional<InfoHash> known) {
    if (phase != Phase.IDENTIFYING) {
      throw new IllegalStateException("identified while " + phase);
    }
    if (known.isEmpty()) {
      return over(new MseStep.Fault(CloseReason.UNKNOWN_TORRENT));
    }
    InfoHash name = known.get().wire();
    torrent = name;
    in = new Rc4(Digests.diallerKey(shared, name));
    out = new Rc4(Digests.dialledKey(shared, name));
    shared = NOTHING;
    phase = Phase.OFFER;
    return WAIT;
  }

  private MseStep offer(ByteBuffer bytes) {
    Rc4 theirs = in;
    if (bytes.remaining() < OFFER || theirs == null) {
      return WAIT;
    }
    ByteBuffer offer = decrypt(bytes, OFFER, theirs);
    long zeros = offer.getLong();
    offered = offer.getInt();
    pad = offer.getShort() & 0xffff;
    if (zeros != 0 || pad > MAX_PAD) {
      return over(BROKEN);
    }
    phase = Phase.PAD;
    return skipPad(bytes);
  }

  private MseStep skipPad(ByteBuffer bytes) {
    Rc4 theirs = in;
    Rc4 ours = out;
    InfoHash name = torrent;
    int wanted = pad + OPENING_LENGTH;
    if (bytes.remaining() < wanted || theirs == null || ours == null || name == null) {
      return WAIT;
    }
    int opening = decrypt(bytes, wanted, theirs).getShort(pad) & 0xffff;
    int method = policy.choose(offered);
    if (method == 0) {
      return over(BROKEN);
    }
    byte[] answer =
        ByteBuffer.allocate(ZEROS + 6 + chance.secondPad().length)
            .putLong(0)
            .putInt(method)
            .putShort((short) chance.secondPad().length)
            .put(chance.secondPad())
            .array();
    ours.apply(answer, 0, answer.length);
    boolean whole = method == RC4;
    return over(
        new MseStep.Done(
            answer,
            name,
            whole ? Encryption.STREAM : Encryption.HANDSHAKE,
            // The beginning of the stream is encrypted whatever was agreed on.
            whole ? StreamCipher.whole(theirs) : StreamCipher.beginning(theirs, opening),
            whole ? StreamCipher.whole(ours) : StreamCipher.beginning(ours, 0)));
  }

  private MseStep over(MseStep last) {
    phase = Phase.OVER;
    return last;
  }
}
