package minibit.core.utp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether connections to peers go over uTP, TCP or both. */
public enum UtpPolicy {
  /** TCP only; no packet is sent and none is read. */
  OFF,
  /** Whoever dials us so is answered; we dial TCP, and uTP where TCP leads nowhere. */
  ALLOWED,
  /** The same, and uTP is dialled first. */
  PREFERRED,
  /** No TCP, in or out. */
  REQUIRED;

  /** The policy of a word; empty if it is none. */
  public static Optional<UtpPolicy> of(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word().equals(word)).findFirst();
  }

  /** How it is written in settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether uTP is spoken at all. */
  public boolean speaksUtp() {
    return this != OFF;
  }

  /** Whether TCP is spoken at all. */
  public boolean speaksTcp() {
    return this != REQUIRED;
  }

  /** Whether uTP is dialled first. */
  boolean prefersUtp() {
    return this == PREFERRED || this == REQUIRED;
  }
}
