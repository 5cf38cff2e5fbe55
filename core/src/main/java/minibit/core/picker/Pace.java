package minibit.core.picker;

/** What the picker wants to know of peers that have blocks open. */
public interface Pace {
  /** Whether this peer is there, serving, and will have sent so many bytes soon enough. */
  boolean keepsUp(long peer, long bytesLeft);

  /** Whether nothing is to be expected of this peer: it is gone, or was silent for too long. */
  boolean isHopeless(long peer);
}
