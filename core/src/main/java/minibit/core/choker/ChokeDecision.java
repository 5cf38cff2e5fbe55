package minibit.core.choker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.core.session.PeerKey;

/**
 * Who is to be served, each with the reason, and what that changes.
 *
 * @param serve everyone to be served, best first
 * @param unchoke those of them who are choked now
 * @param choke those who are served now and no longer
 */
public record ChokeDecision(List<Choice> serve, List<PeerKey> unchoke, List<PeerKey> choke) {
  /** Nobody is served, nothing changes. */
  public static final ChokeDecision NOTHING = new ChokeDecision(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ChokeDecision {
    serve = List.copyOf(serve);
    unchoke = List.copyOf(unchoke);
    choke = List.copyOf(choke);
  }

  /** Everyone else is choked. */
  static ChokeDecision of(List<Candidate> peers, Map<PeerKey, Choice> serve) {
    List<PeerKey> unchoke = new ArrayList<>();
    List<PeerKey> choke = new ArrayList<>();
    for (Candidate peer : peers) {
      boolean served = serve.containsKey(peer.peer());
      if (served && !peer.unchoked()) {
        unchoke.add(peer.peer());
      } else if (!served && peer.unchoked()) {
        choke.add(peer.peer());
      }
    }
    return new ChokeDecision(new ArrayList<>(serve.values()), unchoke, choke);
  }

  /** One peer to be served. */
  public record Choice(PeerKey peer, Why why) {}

  /** Why a peer is served. */
  public enum Why {
    /** It gives us most. */
    GIVES_MOST,
    /** Drawn by chance, to find out what it gives. */
    OPTIMISTIC,
    /** A slot was free. */
    FREE_SLOT,
    /** As a seeder: its turn is not over. */
    TURN,
    /** As a seeder: it got least so far. */
    LEAST_SERVED,
    /** The chosen rule puts it first: other rules than the usual one. */
    BY_RULE,
  }
}
