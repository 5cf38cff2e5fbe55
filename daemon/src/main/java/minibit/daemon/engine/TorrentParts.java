package minibit.daemon.engine;

import minibit.core.announce.Progress;

/**
 * What one torrent consists of, whatever it does at the time.
 *
 * @param gauges what is counted of it
 * @param hashDesk answers for its hashes
 * @param content what is wanted of it, and its files
 * @param report shows what it does
 * @param current the run that goes on
 * @param sources where its bytes may come from
 * @param standing where it stands
 * @param promises what others wait for
 */
record TorrentParts(
    TorrentSpec spec,
    Gauges gauges,
    HashDesk hashDesk,
    TorrentContent content,
    StatusReport report,
    CurrentRun current,
    PeerSources sources,
    Standing standing,
    Promises promises) {

  /** Those of a torrent that does nothing yet. */
  static TorrentParts of(Host host, TorrentSpec spec) {
    Gauges gauges = new Gauges();
    HashDesk hashDesk = new HashDesk();
    StatusReport report = new StatusReport(host, spec, gauges);
    CurrentRun current = new CurrentRun(host, spec, report);
    return new TorrentParts(
        spec,
        gauges,
        hashDesk,
        new TorrentContent(host, spec, gauges, hashDesk),
        report,
        current,
        new PeerSources(host, spec, current::run),
        new Standing(spec.source()),
        new Promises());
  }

  /** What trackers are told of it. Any thread. */
  Progress progress() {
    return new Progress(
        gauges.up().total(), gauges.down().total(), content.left(), report.knownPeers());
  }
}
