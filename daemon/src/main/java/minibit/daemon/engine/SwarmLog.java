package minibit.daemon.engine;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import minibit.core.choker.ChokeDecision;
import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.swarm.AvailabilityTable;
import minibit.core.swarm.SwarmWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a swarm's choices to the log {@code minibit.swarm} at debug level, one line each, for
 * those who want to see the protocol think. Made only if that level is on when the torrent starts,
 * so a swarm that nobody watches counts no ties.
 */
final class SwarmLog implements SwarmWatch {
  private static final Logger LOG = LoggerFactory.getLogger("minibit.swarm");

  private final Function<PeerKey, @Nullable PeerAddress> addresses;

  private SwarmLog(Function<PeerKey, @Nullable PeerAddress> addresses) {
    this.addresses = addresses;
  }

  /** A watch that logs, or one that does nothing if nobody would read it. */
  static SwarmWatch ifWanted(Function<PeerKey, @Nullable PeerAddress> addresses) {
    return LOG.isDebugEnabled() ? new SwarmLog(addresses) : SwarmWatch.NONE;
  }

  @Override
  public void picked(int piece, long peer, Why why, int availability, int ties) {
    LOG.debug(
        "pick piece {} of {}: {}, {} it, one of {}",
        piece,
        name(new PeerKey(peer)),
        reason(why),
        availability == 1 ? "1 peer has" : availability + " peers have",
        ties);
  }

  @Override
  public void choked(ChokeDecision decision, boolean seeding) {
    StringJoiner served = new StringJoiner("; ");
    for (ChokeDecision.Choice choice : decision.serve()) {
      String news = decision.unchoke().contains(choice.peer()) ? " (new)" : "";
      served.add(name(choice.peer()) + " " + reason(choice.why()) + news);
    }
    StringJoiner choked = new StringJoiner(", ", " | choked: ", "").setEmptyValue("");
    decision.choke().forEach(peer -> choked.add(name(peer)));
    LOG.debug(
        "unchoke as {}: {}{}",
        seeding ? "seeder" : "leecher",
        served.length() == 0 ? "nobody is interested" : served,
        choked);
  }

  @Override
  public void availability(AvailabilityTable table) {
    StringJoiner rows = new StringJoiner(", ");
    for (AvailabilityTable.Row row : table.rows()) {
      rows.add(row.peers() + (row.peers() == 1 ? " peer: " : " peers: ") + row.pieces());
    }
    LOG.debug("availability of needed pieces, most common first: {}", rows);
    List<Integer> rarest = table.rarest();
    LOG.debug(
        "rarest now: {}{}",
        rarest.isEmpty() ? "none that anybody has" : rarest,
        rarest.size() == AvailabilityTable.SHOWN ? " and maybe more" : "");
  }

  @Override
  public void suspected(int piece, PeerKey peer, boolean banned) {
    LOG.debug(
        "piece {} is corrupt: {} {}",
        piece,
        name(peer),
        banned ? "sent it and is banned" : "sent a part and is under suspicion");
  }

  private String name(PeerKey peer) {
    PeerAddress address = addresses.apply(peer);
    return address == null ? peer.toString() : address.toString();
  }

  private static String reason(Why why) {
    return switch (why) {
      case RAREST -> "rarest";
      case RANDOM_FIRST -> "any, as the first piece";
      case SEQUENTIAL -> "next in order";
      case SUGGESTED -> "rarest, and suggested";
      case ALLOWED_FAST -> "allowed while choked";
      case BEGUN -> "begun elsewhere";
      case ENDGAME -> "late elsewhere (endgame)";
    };
  }

  private static String reason(ChokeDecision.Why why) {
    return switch (why) {
      case GIVES_MOST -> "gives most";
      case OPTIMISTIC -> "by chance";
      case FREE_SLOT -> "free slot";
      case TURN -> "keeps its turn";
      case LEAST_SERVED -> "got least so far";
      case BY_RULE -> "by the chosen rule";
    };
  }
}
