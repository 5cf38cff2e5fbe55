package minibit.cli.remote;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Bar;
import minibit.cli.output.Output;
import minibit.cli.output.Table;
import minibit.cli.view.Times;
import minibit.cli.view.TransferTables;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferDetail;

/**
 * Watches one transfer of the daemon until it is whole: a bar on a terminal, a line every 5 s
 * elsewhere, events as JSON; with {@code -v} its peers, too. Ending the watch ends nothing: the
 * daemon goes on.
 */
final class TransferWatch {
  /** JSON promises at most two events a second. */
  static final Duration TICK = Duration.ofMillis(500);

  static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /** Small files are there before the first tick would be over; nobody waits for nothing. */
  private static final Duration FIRST_LOOK = Duration.ofMillis(60);

  private static final Duration BEFORE_TROUBLE = Duration.ofSeconds(3);

  private static final int BAR_WIDTH = 24;

  /** Peers shown below the bar; a screen has some 24 lines. */
  private static final int PEERS_SHOWN = 12;

  private final Context context;
  private final Output output;
  private final long began = System.nanoTime();
  private final Set<String> troubles = new HashSet<>();
  private Duration lastLine = Duration.ZERO;
  private Duration troubledSince = Duration.ZERO;

  TransferWatch(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** OK when it is whole, INTERRUPTED when the user watched enough; a failure is thrown. */
  int untilComplete(String id) throws CliException, InterruptedException {
    boolean first = true;
    while (true) {
      TransferDetail detail = context.daemon().transfer(id);
      Transfer transfer = detail.transfer();
      if (transfer.state().isComplete()) {
        output.status(List.of());
        tellComplete(detail);
        return ExitCode.OK;
      }
      checkFailed(transfer);
      tellTrouble(transfer);
      show(detail);
      if (context.interrupts().await(first ? FIRST_LOOK : TICK)) {
        output.status(List.of());
        output.note(context.text("get.goes-on", output.name(transfer.name())));
        return ExitCode.INTERRUPTED;
      }
      first = false;
    }
  }

  /** A transfer that cannot go on ends the command with the reason. */
  static void checkFailed(Transfer transfer) throws CliException {
    if (transfer.state() == Transfer.State.FAILED) {
      Transfer.Trouble trouble =
          transfer
              .problem()
              .orElse(new Transfer.Trouble("failed", Sentence.plain(transfer.name())));
      throw Troubles.of(trouble);
    }
  }

  /** Holders are asked for in the first moments; only what lasts is worth telling, and once. */
  private void tellTrouble(Transfer transfer) {
    if (transfer.problem().isEmpty()) {
      troubledSince = Duration.ZERO;
      return;
    }
    if (troubledSince.isZero()) {
      troubledSince = since();
    }
    Transfer.Trouble trouble = transfer.problem().get();
    if (since().minus(troubledSince).compareTo(BEFORE_TROUBLE) >= 0
        && troubles.add(trouble.code())) {
      output.note(output.name(Troubles.text(context, trouble)));
    }
  }

  private void show(TransferDetail detail) {
    Duration since = since();
    if (output.isJson()) {
      if (!output.isQuiet()) {
        output.json(Progress.of(detail.transfer()));
      }
    } else if (output.terminal().err()) {
      List<String> lines = new ArrayList<>();
      lines.add(bar(detail.transfer()));
      if (context.verbosity() > 0 && !detail.peers().isEmpty()) {
        lines.addAll(peers(detail).statusLines(output).stream().limit(PEERS_SHOWN + 1).toList());
      }
      output.status(lines);
    } else if (since.minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = since;
      output.note(line(detail.transfer()));
    }
  }

  private String bar(Transfer transfer) {
    return Bar.column(output.name(transfer.name()), 20)
        + " ▕"
        + Bar.of(transfer.done(), Math.max(1, transfer.total()), BAR_WIDTH)
        + "▏ "
        + line(transfer);
  }

  private String line(Transfer transfer) {
    if (transfer.state() != Transfer.State.DOWNLOADING) {
      return TransferTables.state(context, transfer.state());
    }
    String left = Times.left(transfer.timeLeft());
    return context.text(
            "transfer.downloading",
            output.percent(transfer.done(), transfer.total()),
            output.bytes(transfer.total()),
            output.rate(transfer.down()),
            output.rate(transfer.up()),
            transfer.peers())
        + (left.isEmpty() || left.equals("?") ? "" : context.text("transfer.remaining", left));
  }

  private Table peers(TransferDetail detail) {
    return new TransferTables(context).peers(detail);
  }

  private void tellComplete(TransferDetail detail) {
    Transfer transfer = detail.transfer();
    // Whole, and yet something is not as it should be: not shared, for want of room.
    transfer.problem().ifPresent(flaw -> output.note(output.name(Troubles.text(context, flaw))));
    if (output.isJson()) {
      output.json(
          new Complete(
              "complete",
              transfer.id(),
              transfer.name(),
              transfer.dir(),
              transfer.total(),
              BigDecimal.valueOf(since().toMillis(), 3),
              true,
              transfer.downloaded(),
              transfer.wasted(),
              detail.peers()));
      return;
    }
    if (context.verbosity() > 0 && !detail.peers().isEmpty()) {
      peers(detail).print(output);
    }
    output.line(
        context.text(
            "download.complete",
            output.name(place(transfer)),
            output.bytes(transfer.total()),
            output.seconds(since())));
    output.flush();
  }

  /** Where it lies, on the daemon's machine. */
  static String place(Transfer transfer) {
    return transfer.dir().endsWith("/")
        ? transfer.dir() + transfer.name()
        : transfer.dir() + "/" + transfer.name();
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** The event of progress; a shape that scripts rely on. */
  record Progress(
      String event,
      String state,
      String id,
      long done,
      long total,
      long down,
      long up,
      int peers,
      long pieces,
      long missing) {
    static Progress of(Transfer transfer) {
      return new Progress(
          "progress",
          transfer.state().toString(),
          transfer.id(),
          transfer.done(),
          transfer.total(),
          transfer.down(),
          transfer.up(),
          transfer.peers(),
          transfer.pieces(),
          transfer.missing());
    }
  }

  /** The event of completion; a shape that scripts rely on. */
  record Complete(
      String event,
      String id,
      String name,
      String dir,
      long bytes,
      BigDecimal seconds,
      boolean verified,
      long downloaded,
      long wasted,
      List<TransferDetail.Peer> peers) {}
}
