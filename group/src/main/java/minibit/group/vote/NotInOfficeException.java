package minibit.group.vote;

/**
 * This voter cannot do what only the tracker in office can. Whether a command that was under way
 * was taken is not known; commands may be proposed again.
 */
public final class NotInOfficeException extends Exception {
  /** Says why. */
  public NotInOfficeException(String message) {
    super(message);
  }
}
