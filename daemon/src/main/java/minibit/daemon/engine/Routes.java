package minibit.daemon.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.mse.HiddenName;
import org.jspecify.annotations.Nullable;

/**
 * Which run a handshake's name leads to, plain or hidden (MSE); for names that lead nowhere a
 * torrent is looked for, if somebody does that. Any thread.
 */
final class Routes {
  private final boolean encrypted;
  private final Map<InfoHash, SwarmRun> runs = new ConcurrentHashMap<>();
  private final Map<HiddenName, InfoHash> hidden = new ConcurrentHashMap<>();
  private volatile @Nullable FoundTorrents found;
  private volatile boolean over;

  /**
   * No run is known.
   *
   * @param encrypted whether anybody may come by a hidden name
   */
  Routes(boolean encrypted) {
    this.encrypted = encrypted;
  }

  /** Who looks for torrents that do not run. */
  void findBy(FoundTorrents finder) {
    found = finder;
  }

  /** The run that goes by this name. */
  @Nullable SwarmRun to(InfoHash name) {
    return runs.get(name);
  }

  /** From now on the run's names lead to it. */
  void publish(SwarmRun run) {
    for (InfoHash name : run.hashes().wire()) {
      runs.put(name, run);
      if (encrypted) {
        hidden.put(HiddenName.of(name), name);
      }
    }
    FoundTorrents looking = found;
    if (looking != null) {
      looking.published(run);
    }
  }

  /** They no longer do, unless they lead to another one meanwhile. */
  void withdraw(SwarmRun run) {
    for (InfoHash name : run.hashes().wire()) {
      if (runs.remove(name, run) && encrypted) {
        hidden.remove(HiddenName.of(name));
      }
    }
  }

  /** The torrent that a stranger means by a hidden name. */
  void named(HiddenName name, Consumer<Optional<InfoHash>> answer) {
    InfoHash known = hidden.get(name);
    FoundTorrents looking = found;
    if (known != null || looking == null || over) {
      answer.accept(Optional.ofNullable(known));
    } else {
      looking.identify(name, answer);
    }
  }

  /** Looks for the torrent of a link that waits; false: at once, to no use. */
  boolean seek(InfoHash name, PeerLink link) {
    FoundTorrents looking = found;
    return looking != null && !over && looking.seek(name, link);
  }

  /** A link is gone, which may have waited. */
  void left(PeerLink link) {
    FoundTorrents looking = found;
    if (looking != null) {
      looking.left(link);
    }
  }

  /** Nothing is looked for any more. */
  void end() {
    over = true;
  }
}
