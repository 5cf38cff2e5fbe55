package minibit.cli.tracker;

import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.Messages;
import minibit.cli.output.Output;
import minibit.core.announce.registry.PeerView;
import minibit.core.announce.registry.SwarmView;

/** Swarms and their peers as lines of a table. */
public final class WatchTable {
  private static final String ROW = "  %-28s %-24s %12s %10s";

  private WatchTable() {}

  /** The whole table, at most this many lines. */
  public static List<String> lines(
      List<SwarmView> swarms, int mostLines, Output output, Messages messages) {
    List<String> lines = new ArrayList<>();
    lines.add(summary(swarms, messages));
    for (SwarmView swarm : swarms) {
      lines.add(header(swarm, messages));
      lines.add(
          ROW.formatted(
              messages.text("tracker.column-peer"),
              messages.text("tracker.column-address"),
              messages.text("tracker.column-pieces"),
              messages.text("tracker.column-seen")));
      for (PeerView peer : swarm.peers()) {
        lines.add(
            ROW.formatted(
                output.name(PeerNames.shown(peer.name())),
                peer.address(),
                pieces(peer, swarm, output, messages),
                messages.text("tracker.seconds", String.valueOf(peer.lastSeen().toSeconds()))));
      }
    }
    if (lines.size() > mostLines) {
      int hidden = lines.size() - mostLines + 1;
      lines = new ArrayList<>(lines.subList(0, mostLines - 1));
      lines.add(messages.text("tracker.more", String.valueOf(hidden)));
    }
    return lines;
  }

  /** One line for all: what a change shows in first. */
  public static String summary(List<SwarmView> swarms, Messages messages) {
    int peers = swarms.stream().mapToInt(swarm -> swarm.seeders() + swarm.leechers()).sum();
    int seeders = swarms.stream().mapToInt(SwarmView::seeders).sum();
    return messages.text(
        "tracker.summary",
        String.valueOf(swarms.size()),
        String.valueOf(peers),
        String.valueOf(seeders));
  }

  private static String header(SwarmView swarm, Messages messages) {
    return messages.text(
        "tracker.swarm",
        EventLines.shown(swarm.hash(), messages),
        String.valueOf(swarm.seeders()),
        String.valueOf(swarm.leechers()),
        String.valueOf(swarm.downloaded()));
  }

  private static String pieces(PeerView peer, SwarmView swarm, Output output, Messages messages) {
    if (peer.seeder()) {
      return messages.text("tracker.all");
    }
    int owned = peer.blocksOwned().cardinality();
    if (owned > 0 || peer.pings() || swarm.blocksTotal() > 0) {
      return swarm.blocksTotal() > 0 ? owned + "/" + swarm.blocksTotal() : String.valueOf(owned);
    }
    return peer.left() == Long.MAX_VALUE
        ? "?"
        : messages.text("tracker.lacks", output.bytes(peer.left()));
  }
}
