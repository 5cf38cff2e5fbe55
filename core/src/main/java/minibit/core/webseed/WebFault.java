package minibit.core.webseed;

import java.util.Locale;

/** What a web seed did wrong, or what kept us from asking it. */
public enum WebFault {
  /** The address is none that may be asked. */
  REFUSED,
  /** The server does not have the file, or gives it to others only. */
  NOT_FOUND,
  /** The server sends whole files only, and too much lies before what is wanted. */
  NO_RANGES,
  /** The server's file has another length. */
  WRONG_SIZE,
  /** The answer is not for the range that was asked for, or not in a form we take. */
  WRONG_ANSWER,
  /** Too many redirects, or one that must not be followed. */
  REDIRECT,
  /** The server has too much to do, or a fault of its own. */
  BUSY,
  /** Nothing came for too long. */
  SILENT,
  /** There was no connection, or it ended early. */
  BROKEN,
  /** A piece that came from there alone does not fit its hash. */
  CORRUPT;

  /** Whether it may be one file's fault, where there are several. */
  public boolean isOfOneFile() {
    return this == NOT_FOUND || this == WRONG_SIZE || this == NO_RANGES;
  }

  /** Stable, for programs: {@code not-found}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
