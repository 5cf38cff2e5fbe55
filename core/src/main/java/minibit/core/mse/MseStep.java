package minibit.core.mse;

import minibit.core.id.InfoHash;
import minibit.core.wire.CloseReason;

/** What a handshake wants done next. */
public sealed interface MseStep {
  /**
   * Send this, which may be nothing, and bring what comes.
   *
   * @param send as it is: it is encrypted where it must be
   */
  record More(byte[] send) implements MseStep {}

  /** Do this elsewhere, and bring the answer; nothing else before that. */
  record Compute(KeyWork work) implements MseStep {}

  /**
   * Say which torrent this is, and nothing else before that.
   *
   * @param name of one that is served here, if any
   */
  record Identify(HiddenName name) implements MseStep {}

  /**
   * Both ends agree. Send this first; what is left in the buffer is the peer's stream already.
   *
   * @param torrent whose name was the key
   * @param cover what hides the stream from now on
   * @param in for all that is left and comes
   * @param out for all that is sent after this
   */
  record Done(byte[] send, InfoHash torrent, Encryption cover, StreamCipher in, StreamCipher out)
      implements MseStep {}

  /** It comes to nothing. */
  record Fault(CloseReason reason) implements MseStep {}
}
