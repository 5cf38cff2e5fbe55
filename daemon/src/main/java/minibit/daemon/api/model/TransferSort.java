package minibit.daemon.api.model;

import java.util.Locale;

/** What a list of transfers is sorted by; in lower case in JSON. */
public enum TransferSort {
  /** By name, capitals and small letters alike. */
  NAME,
  /** By bytes wanted. */
  SIZE,
  /** By the part of it that is here. */
  PROGRESS,
  /** By bytes a second received. */
  DOWN,
  /** By bytes a second sent. */
  UP,
  /** By state, in the order of {@link Transfer.State}. */
  STATE,
  /** By the time it was added. */
  ADDED,
  /** By connected peers. */
  PEERS,
  /** By the time until it is whole; what nobody can say comes last. */
  LEFT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
