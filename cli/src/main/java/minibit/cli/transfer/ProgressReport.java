package minibit.cli.transfer;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import minibit.cli.frame.Context;
import minibit.cli.output.Bar;
import minibit.cli.output.Human;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.view.ClientText;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.engine.TorrentStatus.State;
import minibit.daemon.engine.TorrentStatus.TrackerStatus;

/**
 * Tells how a transfer goes: as JSON events, as a bar on a terminal, or as a line every few
 * seconds. Says once what troubles it: trackers and web seeds that fail, pieces that nobody known
 * holds, peers that refuse encryption. One thread.
 */
final class ProgressReport {
  /** How often the caller asks for the state; JSON promises at most two events a second. */
  static final Duration TICK = Duration.ofMillis(500);

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /** Peers need a moment to say what they have, before missing pieces mean anything. */
  private static final Duration BEFORE_MISSING = Duration.ofSeconds(6);

  /** Distinct troubles of trackers and web seeds shown; more are one of them at play. */
  private static final int MAX_TROUBLES = 50;

  private static final int BAR_WIDTH = 24;

  private final Context context;
  private final Output output;
  private final Set<String> troubles = new HashSet<>();
  private Duration lastLine = Duration.ZERO;
  private Duration missingSince = Duration.ZERO;
  private int missingTold;
  private boolean metPeers;
  private Duration refusalTold = Duration.ZERO;
  private int refusing;

  ProgressReport(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /**
   * One look at the transfer.
   *
   * @param since time since it began
   */
  void show(TorrentStatus status, Duration since) {
    if (output.isJson()) {
      if (!output.isQuiet()) {
        output.json(Progress.of(status));
      }
    } else if (output.terminal().err()) {
      output.status(List.of(bar(status)));
    } else if (since.minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = since;
      output.note(line(status));
    }
    tellTroubles(status);
    tellMissing(status, since);
    tellRefusals(status, since);
  }

  private String bar(TorrentStatus status) {
    return Bar.column(output.name(status.name()), 20)
        + " ▕"
        + output.styledNote(
            status.state() == State.SEEDING ? Style.GOOD : Style.HANDLE,
            Bar.of(shownDone(status), shownTotal(status), BAR_WIDTH))
        + "▏ "
        + line(status);
  }

  private String line(TorrentStatus status) {
    return switch (status.state()) {
      case METADATA -> context.text("transfer.metadata", status.peers().size());
      case CHECKING ->
          context.text("transfer.checking", output.percent(status.checked(), status.pieces()));
      case SEEDING ->
          context.text(
              "transfer.seeding",
              output.rate(status.upRate()),
              output.bytes(status.uploaded()),
              status.peers().size());
      case DOWNLOADING, PAUSED, FAILED ->
          context.text(
                  "transfer.downloading",
                  output.percent(status.done(), status.total()),
                  output.bytes(status.total()),
                  output.rate(status.downRate()),
                  output.rate(status.upRate()),
                  status.peers().size())
              + remaining(status);
    };
  }

  private String remaining(TorrentStatus status) {
    if (status.downRate() < 1024) {
      return "";
    }
    Duration time = Duration.ofSeconds((status.total() - status.done()) / status.downRate());
    return context.text("transfer.remaining", Human.duration(time));
  }

  private static long shownDone(TorrentStatus status) {
    return status.state() == State.CHECKING ? status.checked() : status.done();
  }

  private static long shownTotal(TorrentStatus status) {
    return switch (status.state()) {
      case METADATA -> 1;
      case CHECKING -> status.pieces();
      case DOWNLOADING, SEEDING, PAUSED, FAILED -> status.total();
    };
  }

  private void tellTroubles(TorrentStatus status) {
    status.peers().forEach(peer -> tellWebSeed(peer.address(), peer.client()));
    status.left().forEach(peer -> tellWebSeed(peer.address(), peer.client()));
    for (TrackerStatus tracker : status.trackers()) {
      String trouble = tracker.url() + "\n" + tracker.message();
      if (!tracker.message().isEmpty() && troubles.size() < MAX_TROUBLES && troubles.add(trouble)) {
        worry(
            context.text(
                "transfer.tracker", output.name(tracker.url()), output.name(tracker.message())));
      }
    }
  }

  /** Only its address and a word of ours: an address may be a stranger's. */
  private void tellWebSeed(String address, String client) {
    String trouble = ClientText.trouble(context, address, client);
    if (!trouble.isEmpty()
        && troubles.size() < MAX_TROUBLES
        && troubles.add(address + "\n" + trouble)) {
      worry(context.text("transfer.web-seed", output.name(address), trouble));
    }
  }

  private void tellMissing(TorrentStatus status, Duration since) {
    metPeers |= !status.peers().isEmpty();
    boolean missing = status.state() == State.DOWNLOADING && status.unavailable() > 0;
    if (!missing) {
      missingSince = since;
      missingTold = 0;
      return;
    }
    if (status.unavailable() != missingTold
        && since.minus(missingSince).compareTo(BEFORE_MISSING) >= 0) {
      missingTold = status.unavailable();
      missingSince = since;
      worry(
          metPeers
              ? context.text("transfer.missing", status.unavailable())
              : context.text("transfer.no-peers"));
    }
  }

  /** Encryption is required, and those who were met do not speak it. */
  private void tellRefusals(TorrentStatus status, Duration since) {
    if (status.peers().isEmpty()
        && status.refusing() > refusing
        && since.minus(refusalTold).compareTo(BETWEEN_LINES) >= 0) {
      refusing = status.refusing();
      refusalTold = since;
      worry(context.text("transfer.refused", status.refusing()));
    }
  }

  private void worry(String text) {
    output.note(output.styledNote(Style.WARNING, text));
  }

  /** The event of progress; a shape that scripts rely on. */
  record Progress(
      String event,
      String state,
      long done,
      long total,
      long down,
      long up,
      int peers,
      int pieces,
      int missing,
      int refusing,
      long downloaded,
      long uploaded) {
    static Progress of(TorrentStatus status) {
      return new Progress(
          "progress",
          status.state().name().toLowerCase(Locale.ROOT),
          status.done(),
          status.total(),
          status.downRate(),
          status.upRate(),
          status.peers().size(),
          status.piecesHave(),
          status.unavailable(),
          status.refusing(),
          status.downloaded(),
          status.uploaded());
    }
  }
}
