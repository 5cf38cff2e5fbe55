package minibit.core.picker;

/** What the picker wants to know of peers that have blocks open. */
public interface Pace {
  /** Whether this peer is there, serving, and will have sent so many bytes soon enough. */
  boolean keepsUp(long peer, long bytesLeft);

  /**
   * Whether nothing is to be expected of this peer: it is gone, or has owed us blocks in silence
   * for so long that others may be asked for them, however many were asked before.
   */
  boolean isHopeless(long peer);
}
