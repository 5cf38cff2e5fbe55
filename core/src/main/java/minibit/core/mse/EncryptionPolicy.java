package minibit.core.mse;

import java.util.Arrays;
import java.util.Optional;

/** What we want of connections: whether they may, should or must be encrypted. */
public enum EncryptionPolicy {
  /** None is encrypted. */
  OFF("off", 0),
  /** Whoever wants it gets it; we dial in the clear first, and leave the stream in the clear. */
  ALLOWED("allowed", MseHandshake.PLAIN | MseHandshake.RC4),
  /** We dial encrypted first, and encrypt everything where the peer takes part. */
  PREFERRED("preferred", MseHandshake.RC4),
  /** Whoever does not encrypt everything is not spoken to. */
  REQUIRED("required", MseHandshake.RC4);

  private final String word;
  private final int offer;

  EncryptionPolicy(String word, int offer) {
    this.word = word;
    this.offer = offer;
  }

  /** The word for it in settings. */
  public String word() {
    return word;
  }

  /** The policy of a word. */
  public static Optional<EncryptionPolicy> of(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(word)).findFirst();
  }

  /** Whether encrypted handshakes are spoken at all. */
  public boolean speaksEncrypted() {
    return this != OFF;
  }

  /** Whether plain handshakes are taken and dialled. */
  public boolean speaksPlain() {
    return this != REQUIRED;
  }

  /** Whether others are told that we had rather be dialled encrypted. */
  public boolean prefersEncrypted() {
    return this == PREFERRED || this == REQUIRED;
  }

  /** The methods that we offer where we dial, as bits. */
  int offer() {
    return offer;
  }

  /** The one we take of those a dialler offers, as a bit; 0 if we take none. */
  int choose(int offered) {
    boolean plainWill = this == ALLOWED || this == PREFERRED;
    boolean plainFirst = this == ALLOWED;
    if (plainFirst && (offered & MseHandshake.PLAIN) != 0) {
      return MseHandshake.PLAIN;
    }
    if (this != OFF && (offered & MseHandshake.RC4) != 0) {
      return MseHandshake.RC4;
    }
    return plainWill ? offered & MseHandshake.PLAIN : 0;
  }
}
