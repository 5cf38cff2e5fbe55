package minibit.cli.remote;

import java.time.Duration;
import java.util.List;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.cli.view.Times;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.ShareList.State;

/** Waits until everything shared is hashed, and shows how far it is. */
final class SharesWatch {
  private static final Duration TICK = Duration.ofMillis(300);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private SharesWatch() {}

  /** OK when all is hashed, INTERRUPTED when the user did not want to wait so long. */
  static int untilReady(Context context) throws InterruptedException {
    Output output = context.output();
    long lastLine = System.nanoTime();
    while (true) {
      ShareList shares = context.daemon().shares();
      if (isReady(shares)) {
        output.status(List.of());
        return ExitCode.OK;
      }
      String line =
          context.text(
              "shares.waiting",
              shares.waitingFiles(),
              output.bytes(shares.waitingBytes()),
              Times.left(shares.timeLeft()));
      if (output.terminal().err()) {
        output.status(List.of(line));
      } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
        lastLine = System.nanoTime();
        output.note(line);
      }
      if (context.interrupts().await(TICK)) {
        return ExitCode.INTERRUPTED;
      }
    }
  }

  private static boolean isReady(ShareList shares) {
    return shares.waitingFiles() == 0
        && shares.shares().stream()
            .noneMatch(share -> share.state() == State.SCANNING || share.state() == State.HASHING);
  }
}
