package minibit.core.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Pieces a peer offered by the fast extension (BEP 6), bounded. Mutable; owned by the session. */
public final class PeerOffers {
  /** Allowed-fast pieces remembered: three times the customary set. */
  public static final int MAX_ALLOWED = 32;

  /** Suggestions remembered; the oldest is forgotten first. */
  public static final int MAX_SUGGESTED = 64;

  private final List<Integer> allowed = new ArrayList<>(0);
  private final List<Integer> suggested = new ArrayList<>(0);

  /** Pieces it serves while choking us: a view. */
  public List<Integer> allowed() {
    return Collections.unmodifiableList(allowed);
  }

  /** Pieces it would like to serve, latest last: a view. */
  public List<Integer> suggested() {
    return Collections.unmodifiableList(suggested);
  }

  /** It serves this piece while choking. */
  public void allow(int piece) {
    if (allowed.size() < MAX_ALLOWED && !allowed.contains(piece)) {
      allowed.add(piece);
    }
  }

  /** It suggests this piece. */
  public void suggest(int piece) {
    if (suggested.contains(piece)) {
      return;
    }
    if (suggested.size() == MAX_SUGGESTED) {
      suggested.removeFirst();
    }
    suggested.add(piece);
  }

  /** The piece is no longer needed. */
  public void forget(int piece) {
    allowed.remove(Integer.valueOf(piece));
    suggested.remove(Integer.valueOf(piece));
  }
}
