package minibit.core.mse;

import java.nio.ByteBuffer;
import java.util.Optional;
import minibit.core.id.InfoHash;
import org.jspecify.annotations.Nullable;

/**
 * The end that dialled.
 *
 * <pre>
 * Making our key → Awaiting theirs → Making the secret → Seeking the zeros → Answer → Pad → over
 * </pre>
 */
public final class MseDialler extends MseHandshake {
  private enum Phase {
    MAKING_KEY,
    AWAITING_KEY,
    MAKING_SECRET,
    SEEKING,
    ANSWER,
    PAD,
    OVER
  }

  /** Bytes of the method and the pad's length. */
  private static final int ANSWER = 6;

  private final InfoHash torrent;
  private final byte[] opening;
  private Phase phase = Phase.MAKING_KEY;
  private byte[] zeros = NOTHING;
  private int method;
  private int pad;
  private @Nullable Rc4 in;
  private @Nullable Rc4 out;

  /**
   * A handshake about a torrent.
   *
   * @param opening the beginning of our stream, which travels along: usually our plain handshake
   */
  public MseDialler(InfoHash torrent, byte[] opening, EncryptionPolicy policy, MseChance chance) {
    super(policy, chance);
    this.torrent = torrent.wire();
    this.opening = opening.clone();
    if (opening.length > 0xffff) {
      throw new IllegalArgumentException("65535 bytes can travel along, not " + opening.length);
    }
  }

  @Override
  public MseStep begin() {
    return new MseStep.Compute(new KeyWork(chance.secret(), true, Optional.empty()));
  }

  @Override
  public MseStep computed(KeyWork.Result result) {
    if (phase == Phase.MAKING_KEY) {
      phase = Phase.AWAITING_KEY;
      return new MseStep.More(join(result.publicKey().orElseThrow(), chance.firstPad()));
    }
    if (phase != Phase.MAKING_SECRET) {
      throw new IllegalStateException("computed while " + phase);
    }
    if (result.shared().isEmpty()) {
      return over(BROKEN);
    }
    phase = Phase.SEEKING;
    return new MseStep.More(offer(result.shared().get()));
  }

  private byte[] offer(byte[] shared) {
    Rc4 theirs = new Rc4(Digests.dialledKey(shared, torrent));
    in = theirs;
    zeros = new byte[ZEROS];
    theirs.apply(zeros, 0, ZEROS);
    byte[] hidden =
        ByteBuffer.allocate(ZEROS + 8 + chance.secondPad().length + opening.length)
            .putLong(0)
            .putInt(policy.offer())
            .putShort((short) chance.secondPad().length)
            .put(chance.secondPad())
            .putShort((short) opening.length)
            .put(opening)
            .array();
    Rc4 ours = new Rc4(Digests.diallerKey(shared, torrent));
    out = ours;
    ours.apply(hidden, 0, hidden.length);
    return join(
        Digests.mark(shared),
        Digests.xor(Digests.hiddenName(torrent), Digests.cover(shared)),
        hidden);
  }

  @Override
  public MseStep identified(Optional<InfoHash> known) {
    throw new IllegalStateException("who dials knows the torrent");
  }

  @Override
  public MseStep received(ByteBuffer bytes) {
    return switch (phase) {
      case AWAITING_KEY -> theirKey(bytes);
      case SEEKING -> seekZeros(bytes);
      case ANSWER -> answer(bytes);
      case PAD -> skipPad(bytes);
      case MAKING_KEY, MAKING_SECRET, OVER ->
          throw new IllegalStateException("received while " + phase);
    };
  }

  private MseStep theirKey(ByteBuffer bytes) {
    if (bytes.remaining() < KeyExchange.LENGTH) {
      return WAIT;
    }
    phase = Phase.MAKING_SECRET;
    return new MseStep.Compute(new KeyWork(chance.secret(), false, Optional.of(key(bytes))));
  }

  private MseStep seekZeros(ByteBuffer bytes) {
    return switch (seek(bytes, zeros)) {
      case NOT_YET -> WAIT;
      case NOWHERE -> over(BROKEN);
      case FOUND -> {
        phase = Phase.ANSWER;
        yield answer(bytes);
      }
    };
  }

  private MseStep answer(ByteBuffer bytes) {
    Rc4 theirs = in;
    if (bytes.remaining() < ANSWER || theirs == null) {
      return WAIT;
    }
    ByteBuffer answer = decrypt(bytes, ANSWER, theirs);
    method = answer.getInt();
    pad = answer.getShort() & 0xffff;
    boolean one = method == PLAIN || method == RC4;
    if (!one || (method & policy.offer()) == 0 || pad > MAX_PAD) {
      return over(BROKEN);
    }
    phase = Phase.PAD;
    return skipPad(bytes);
  }

  private MseStep skipPad(ByteBuffer bytes) {
    Rc4 theirs = in;
    Rc4 ours = out;
    if (bytes.remaining() < pad || theirs == null || ours == null) {
      return WAIT;
    }
    decrypt(bytes, pad, theirs);
    boolean whole = method == RC4;
    return over(
        new MseStep.Done(
            NOTHING,
            torrent,
            whole ? Encryption.STREAM : Encryption.HANDSHAKE,
            whole ? StreamCipher.whole(theirs) : StreamCipher.beginning(theirs, 0),
            whole ? StreamCipher.whole(ours) : StreamCipher.beginning(ours, 0)));
  }

  private MseStep over(MseStep last) {
    phase = Phase.OVER;
    return last;
  }
}
