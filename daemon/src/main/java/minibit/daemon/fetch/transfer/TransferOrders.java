package minibit.daemon.fetch.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.StartMode;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.Urgency;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.fetch.view.ActivityHistory;

/**
 * What the user wants of a transfer; each is written down before it is done. Only the owner's
 * thread, where nothing waits.
 */
public final class TransferOrders {
  private final KeptRow kept;
  private final TorrentRun run;
  private final ActivityHistory history;
  private final Runnable stop;
  private boolean verifying;

  /**
   * Nothing is wanted yet beyond what the row says.
   *
   * @param stop ends the torrent, if it runs
   */
  TransferOrders(KeptRow kept, TorrentRun run, ActivityHistory history, Runnable stop) {
    this.kept = kept;
    this.run = run;
    this.history = history;
    this.stop = stop;
  }

  /** It stops until it is resumed; what is done stays so. */
  public void pause() {
    if (kept.row().standing() == Standing.WANTED) {
      stop.run();
      kept.put(kept.row().standing(Standing.PAUSED, Optional.empty()));
    }
  }

  /** Somebody asked for it once more: what failed is tried again, what is paused stays so. */
  public void retry() {
    if (kept.row().standing() == Standing.FAILED) {
      resume();
    }
  }

  /** A paused or failed one shall run again. */
  public void resume() {
    if (kept.row().standing() == Standing.PAUSED || kept.row().standing() == Standing.FAILED) {
      kept.put(kept.row().standing(Standing.WANTED, Optional.empty()));
    }
  }

  /** Bounds its speed. */
  public void limit(RateLimits limits) {
    kept.put(kept.row().limited(limits));
    run.torrent().ifPresent(live -> live.setLimits(limits));
  }

  /** Its turn comes before or after others. */
  public void urgent(Urgency urgency) {
    kept.put(kept.row().urgent(urgency));
  }

  /**
   * Which files are wanted, and which first.
   *
   * @param changes priorities by the index of the file
   */
  public void wish(Map<Integer, Integer> changes) {
    List<Integer> wishes = FileChoices.of(kept.row(), run.metainfo(), changes);
    boolean more = kept.row().completed().isPresent() && kept.row().standing() != Standing.PAUSED;
    kept.put(kept.row().wished(wishes));
    if (more) {
      // What was left out is fetched by a new run, which hands it over when it is whole.
      stop.run();
      kept.put(kept.row().incomplete());
    } else {
      run.torrent().ifPresent(live -> live.setWishes(new Wishes(wishes, false)));
    }
  }

  /** Reads and hashes again what lies there; what does not fit is fetched again. */
  public void verify() {
    if (kept.row().found()) {
      throw new FetchException(
          FetchException.Code.NOT_FETCHED,
          Sentence.of(
              "not-ours",
              "{0} lay there before and is not for us to mend: refresh the shares instead",
              kept.row().name()));
    }
    stop.run();
    verifying = true;
    history.write("is to be verified");
    kept.put(kept.row().incomplete());
  }

  /** How the torrent is to start now: what was asked for once is done once. */
  TorrentSpec started(TorrentSpec spec) {
    boolean again = verifying;
    verifying = false;
    return again ? spec.withStart(StartMode.VERIFY) : spec;
  }
}
