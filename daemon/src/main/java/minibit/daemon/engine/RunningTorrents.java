package minibit.daemon.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.id.InfoHash;
import minibit.core.words.Sentence;

/**
 * The torrents of an engine, and what those that are gone have counted: each counts as one of them
 * or among those that are gone, never twice and never not at all. Any thread.
 */
final class RunningTorrents {
  private final Map<InfoHash, ManagedTorrent> torrents = new ConcurrentHashMap<>();
  private EngineTotals totalsBefore = EngineTotals.NONE;
  private long downBefore;
  private long upBefore;
  private boolean closed;

  /**
   * Payload of all torrents.
   *
   * @param downRate bytes a second
   * @param upRate bytes a second
   * @param down bytes, of torrents that are gone, too
   * @param up bytes, of torrents that are gone, too
   */
  record Traffic(long downRate, long upRate, long down, long up) {}

  /**
   * Takes a torrent in, which is not started yet.
   *
   * @throws TorrentException with code {@code already-added} if the name is taken
   */
  synchronized void add(InfoHash name, ManagedTorrent torrent) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    if (torrents.putIfAbsent(name, torrent) != null) {
      throw new TorrentException(
          "already-added", Sentence.of("already-running", "{0} is running already", name));
    }
  }

  /** A torrent is gone; says whether it was here. What it moved still counts. */
  synchronized boolean leave(InfoHash name, ManagedTorrent gone) {
    boolean left = torrents.remove(name, gone);
    if (left) {
      totalsBefore = totalsBefore.plus(gone.totals());
      downBefore += gone.gauges().down().total();
      upBefore += gone.gauges().up().total();
    }
    return left;
  }

  /** The torrent that goes by this name. */
  Optional<ManagedTorrent> of(InfoHash name) {
    return Optional.ofNullable(torrents.get(name));
  }

  /** All of them. */
  List<Torrent> all() {
    return List.copyOf(torrents.values());
  }

  int size() {
    return torrents.size();
  }

  /** What all of them move now and have moved: costs little, for no swarm is asked. */
  synchronized Traffic traffic(long nanos) {
    long downRate = 0;
    long upRate = 0;
    long down = downBefore;
    long up = upBefore;
    for (ManagedTorrent torrent : torrents.values()) {
      Gauges gauges = torrent.gauges();
      downRate += gauges.down().rate(nanos);
      upRate += gauges.up().rate(nanos);
      down += gauges.down().total();
      up += gauges.up().total();
    }
    return new Traffic(downRate, upRate, down, up);
  }

  /** What all of them counted, and those that are gone. */
  synchronized EngineTotals totals() {
    EngineTotals all = totalsBefore;
    for (ManagedTorrent torrent : torrents.values()) {
      all = all.plus(torrent.totals());
    }
    return all;
  }

  /** Takes no more in; false if it was closed before. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** Removes all of them; done when the trackers know. */
  CompletableFuture<Void> removeAll() {
    return CompletableFuture.allOf(
        torrents.values().stream().map(Torrent::remove).toArray(CompletableFuture[]::new));
  }
}
