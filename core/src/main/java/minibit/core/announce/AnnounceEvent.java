package minibit.core.announce;

import java.util.Locale;

/** What an announce says beyond being there (BEP 3). */
public enum AnnounceEvent {
  /** The regular announce. */
  NONE(0),
  /** The download became complete while it ran. */
  COMPLETED(1),
  /** The first announce. */
  STARTED(2),
  /** The last one. */
  STOPPED(3);

  private final int udpCode;

  AnnounceEvent(int udpCode) {
    this.udpCode = udpCode;
  }

  /** Its number in UDP announces (BEP 15). */
  public int udpCode() {
    return udpCode;
  }

  /** Its word in HTTP announces; empty for the regular one. */
  public String word() {
    return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** The event of a word. Words that we do not know, such as {@code paused}, are regular ones. */
  public static AnnounceEvent ofWord(String word) {
    return switch (word) {
      case "started" -> STARTED;
      case "completed" -> COMPLETED;
      case "stopped" -> STOPPED;
      default -> NONE;
    };
  }
}
