package minibit.daemon.api.model;

import java.util.Locale;

/** Which transfers a list shows; in lower case in JSON. */
public enum TransferFilter {
  /** Neither paused, failed nor done. */
  ACTIVE,
  /** As {@link Transfer.State#QUEUED}. */
  QUEUED,
  /** As {@link Transfer.State#METADATA}. */
  METADATA,
  /** As {@link Transfer.State#CHECKING}. */
  CHECKING,
  /** As {@link Transfer.State#DOWNLOADING}. */
  DOWNLOADING,
  /** As {@link Transfer.State#SEEDING}. */
  SEEDING,
  /** As {@link Transfer.State#PAUSED}. */
  PAUSED,
  /** As {@link Transfer.State#FAILED}. */
  FAILED,
  /** As {@link Transfer.State#DONE}. */
  DONE;

  /** Whether it lets a transfer of this state through. */
  public boolean takes(Transfer.State state) {
    return this == ACTIVE ? state.isActive() : name().equals(state.name());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
