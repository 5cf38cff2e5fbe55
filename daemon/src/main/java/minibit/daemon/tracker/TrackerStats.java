package minibit.daemon.tracker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.announce.registry.PeerView;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.SwarmView;

/** What a tracker tells of itself in JSON: the same that {@code --watch} shows. */
public final class TrackerStats {
  /** More peers make no list that anyone reads. */
  public static final int MOST_PEERS = 1_000;

  private TrackerStats() {}

  static Map<String, Object> of(
      SwarmRegistry registry, Instant now, Duration uptime, HttpCounts http, UdpCounts udp) {
    Map<String, Object> stats = new LinkedHashMap<>();
    stats.put("uptime", uptime.toSeconds());
    stats.put("interval", registry.settings().interval().toSeconds());
    stats.put("swarmCount", registry.swarmCount());
    stats.put("peerCount", registry.peerCount());
    stats.put("http", http.fields());
    stats.put("udp", udp.fields());
    stats.put("swarms", swarms(registry.view(now, MOST_PEERS)));
    return stats;
  }

  /** Swarms in JSON. */
  public static List<Map<String, Object>> swarms(List<SwarmView> views) {
    List<Map<String, Object>> swarms = new ArrayList<>();
    for (SwarmView view : views) {
      Map<String, Object> swarm = new LinkedHashMap<>();
      swarm.put("info_hash", view.hash().hex());
      swarm.put("seeders", view.seeders());
      swarm.put("leechers", view.leechers());
      swarm.put("downloaded", view.downloaded());
      swarm.put("blocks_total", view.blocksTotal());
      swarm.put("peers", view.peers().stream().map(TrackerStats::peer).toList());
      swarms.add(swarm);
    }
    return swarms;
  }

  private static Map<String, Object> peer(PeerView view) {
    Map<String, Object> peer = new LinkedHashMap<>();
    peer.put("peer_id", view.name());
    peer.put("ip", view.address().host());
    peer.put("port", view.address().port());
    peer.put("seeder", view.seeder());
    peer.put("left", view.left());
    peer.put("blocks_owned", view.blocksOwned().cardinality());
    peer.put("last_seen", view.lastSeen().toSeconds());
    return peer;
  }
}
