package minibit.daemon.tracker;

import java.util.Map;

/** A tracker's numbers in Prometheus' text format: those of {@code /stats} without the peers. */
final class TrackerMetrics {
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private TrackerMetrics() {}

  static String of(int torrents, int peers, HttpCounts http, UdpCounts udp) {
    TrackerMetrics metrics = new TrackerMetrics();
    metrics.add("minibit_tracker_torrents", "gauge", "Torrents known", torrents);
    metrics.add("minibit_tracker_peers", "gauge", "Peers, one in two torrents twice", peers);
    metrics.addAll("http", http.fields());
    metrics.addAll("udp", udp.fields());
    return metrics.text.toString();
  }

  private void addAll(String face, Map<String, Object> counts) {
    counts.forEach(
        (what, count) ->
            add(
                "minibit_tracker_" + face + "_" + what + "_total",
                "counter",
                "Over " + face + " since the start: " + what,
                count));
  }

  private void add(String name, String type, String help, Object value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(value).append('\n');
  }
}
