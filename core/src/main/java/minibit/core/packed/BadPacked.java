package minibit.core.packed;

/** Bytes that are not what their reader expected: cut short, over a limit, or of another form. */
public final class BadPacked extends Exception {
  /** Says what was wrong. */
  public BadPacked(String message) {
    super(message);
  }
}
