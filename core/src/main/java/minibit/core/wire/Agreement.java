package minibit.core.wire;

/**
 * What the two handshakes of a connection agreed on, so far as it changes which messages are
 * allowed.
 *
 * @param fast both ends speak the fast extension (BEP 6)
 * @param v2 the connection is in a v2 swarm, where requests are rejected too (BEP 52)
 */
public record Agreement(boolean fast, boolean v2) {
  /** What two handshakes agree on; {@code v2} if the hash they share is a truncated v2 one. */
  public static Agreement of(Handshake ours, Handshake theirs, boolean v2) {
    return new Agreement(ours.fast() && theirs.fast(), v2);
  }

  /** Whether every request is answered by exactly one piece or reject. */
  public boolean rejects() {
    return fast || v2;
  }
}
