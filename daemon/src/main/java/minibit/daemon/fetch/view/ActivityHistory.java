package minibit.daemon.fetch.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.LogLine;
import minibit.daemon.fetch.model.Speeds;
import minibit.daemon.fetch.store.TransferRow;

/** What is told of a transfer's past: its log and its speeds. Only the owner's thread. */
public final class ActivityHistory {
  private final ActivityLog log = new ActivityLog();
  private final SpeedHistory speeds = new SpeedHistory();
  private Optional<TorrentStatus.State> state = Optional.empty();
  private String trackers = "";

  /** Something happened. */
  public void write(String text) {
    log.write(text);
  }

  /** The torrent runs and is in this state. */
  public void runs(TorrentStatus status, long nanos) {
    speeds.add(second(nanos), status.downRate(), status.upRate());
    if (!state.equals(Optional.of(status.state()))) {
      state = Optional.of(status.state());
      log.write(words(status));
    }
    for (TorrentStatus.TrackerStatus tracker : status.trackers()) {
      String says = tracker.url() + ": " + tracker.message();
      if (!tracker.message().isEmpty() && !trackers.contains(says)) {
        // The last few are compared with, so that two that take turns do not fill the log.
        trackers = says + "\n" + trackers.substring(0, Math.min(trackers.length(), 2_000));
        log.write("tracker " + says);
      }
    }
  }

  /** The torrent does not run. */
  public void rests(long nanos) {
    state = Optional.empty();
    speeds.rest(second(nanos));
  }

  /** Whether time changes nothing of it any more. */
  public boolean isQuiet() {
    return state.isEmpty() && speeds.isEmpty();
  }

  private static String words(TorrentStatus status) {
    return switch (status.state()) {
      case METADATA -> "fetches the description from peers";
      case CHECKING -> "reads what lies in the folder";
      case DOWNLOADING ->
          "downloads: " + status.piecesHave() + " of " + status.pieces() + " pieces are here";
      case SEEDING -> "has all that is wanted, and serves it";
      case PAUSED -> "paused";
      case FAILED -> "failed";
    };
  }

  /** What was wanted of it changed. */
  public void changed(TransferRow before, TransferRow now) {
    if (before.standing() != now.standing()) {
      write(
          switch (now.standing()) {
            case WANTED -> "waits for its turn";
            case PAUSED -> "paused";
            case FAILED ->
                now.problem()
                    .map(problem -> "failed: " + problem.code() + ": " + problem.message())
                    .orElse("failed");
            case COMPLETE ->
                now.problem()
                    .map(problem -> "whole: " + problem.code() + ": " + problem.message())
                    .orElse("whole and shared");
          });
    }
    if (before.completed().isEmpty() && now.completed().isPresent()) {
      write("every wanted byte is verified");
    }
    if (!before.limits().equals(now.limits())) {
      write("has other limits of speed");
    }
    if (!before.wishes().equals(now.wishes())) {
      write("has another choice of files");
    }
    if (before.urgency() != now.urgency()) {
      write("has " + now.urgency().name().toLowerCase(Locale.ROOT) + " priority");
    }
  }

  /** What happened, the oldest first. */
  public List<LogLine> lines() {
    return log.lines();
  }

  /** The speeds of the last ten minutes. */
  public Speeds history(long nanos) {
    long second = second(nanos);
    return new Speeds(1, speeds.down(second), speeds.up(second));
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }
}
