package minibit.daemon.api.model;

import java.util.Optional;

/**
 * How far an invitation goes; an open group's goes for everybody and for ever.
 *
 * @param validFor seconds, at most {@link #MOST}; empty for {@link #USUAL}
 * @param reusable whether it takes in more than one daemon
 */
public record InviteRequest(Optional<Long> validFor, boolean reusable) {
  /** For one daemon, for a day. */
  public static final InviteRequest USUAL_ONE = new InviteRequest(Optional.empty(), false);

  /** Seconds: until somebody has read a message. */
  public static final long USUAL = 24 * 3600;

  /** Seconds: the group remembers used invitations so long. */
  public static final long MOST = 30 * 24 * 3600;

  /** Checks the range. */
  public InviteRequest {
    if (validFor.isPresent() && (validFor.get() < 1 || validFor.get() > MOST)) {
      throw new IllegalArgumentException("validFor must be 1 to " + MOST + " seconds");
    }
  }
}
