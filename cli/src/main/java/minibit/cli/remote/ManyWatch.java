package minibit.cli.remote;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.cli.view.Times;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferQuery;

/** Watches many transfers at once; tells each that ends, and how far all of them are. */
final class ManyWatch {
  private final Context context;
  private final Output output;
  private final Map<String, Transfer> running = new LinkedHashMap<>();
  private final long began = System.nanoTime();
  private long lastLine = System.nanoTime();
  private int wanted;
  private int failed;
  private long bytes;
  private int exit = ExitCode.OK;

  ManyWatch(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** OK when all are whole, the exit code of the first that failed, INTERRUPTED. */
  int untilComplete(List<Transfer> transfers) throws InterruptedException {
    transfers.forEach(transfer -> running.put(transfer.id(), transfer));
    wanted = running.size();
    while (true) {
      look();
      if (running.isEmpty()) {
        output.status(List.of());
        tellEnd();
        return exit;
      }
      show();
      if (context.interrupts().await(TransferWatch.TICK)) {
        output.status(List.of());
        output.note(context.text("get.all-go-on", running.size()));
        return ExitCode.INTERRUPTED;
      }
    }
  }

  /** Reads all pages of the daemon's list; what is not in it any more was removed by somebody. */
  private void look() {
    Map<String, Transfer> now = new LinkedHashMap<>();
    int offset = 0;
    TransferList page;
    do {
      page = context.daemon().transfers(TransferQuery.of(new Page(offset, Page.MAX)));
      page.transfers().forEach(transfer -> now.put(transfer.id(), transfer));
      offset += page.transfers().size();
    } while (!page.transfers().isEmpty() && offset < page.total());
    for (String id : List.copyOf(running.keySet())) {
      Transfer transfer = now.get(id);
      if (transfer == null) {
        running.remove(id);
        wanted--;
      } else {
        running.put(id, transfer);
        settle(transfer);
      }
    }
  }

  private void settle(Transfer transfer) {
    if (transfer.state().isComplete()) {
      running.remove(transfer.id());
      bytes += transfer.total();
      if (output.isJson()) {
        output.json(new Ended("complete", transfer));
      } else {
        output.line(
            context.text(
                "get.one-complete",
                output.name(TransferWatch.place(transfer)),
                output.bytes(transfer.total())));
      }
      return;
    }
    try {
      TransferWatch.checkFailed(transfer);
    } catch (CliException e) {
      running.remove(transfer.id());
      failed++;
      exit = exit == ExitCode.OK ? e.exit() : exit;
      if (output.isJson()) {
        output.json(new Ended("failed", transfer));
      } else {
        output.error(output.name(transfer.name() + ": " + e.text(context.messages())));
      }
    }
  }

  private void show() {
    if (output.isJson()) {
      return;
    }
    long done = bytes + running.values().stream().mapToLong(Transfer::done).sum();
    long total = bytes + running.values().stream().mapToLong(Transfer::total).sum();
    long down = running.values().stream().mapToLong(Transfer::down).sum();
    double left = down < 1024 ? -1 : (double) (total - done) / down;
    String line =
        context.text(
            "get.all-progress",
            wanted - running.size(),
            wanted,
            output.bytes(done),
            output.bytes(total),
            output.rate(down),
            Times.left(left));
    if (output.terminal().err()) {
      output.status(List.of(line));
    } else if (System.nanoTime() - lastLine >= TransferWatch.BETWEEN_LINES.toNanos()) {
      lastLine = System.nanoTime();
      output.note(line);
    }
  }

  private void tellEnd() {
    if (!output.isJson() && wanted > 0) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      output.line(
          context.text(
              "get.all-complete",
              wanted - failed,
              wanted,
              output.bytes(bytes),
              output.seconds(took)));
    }
  }

  /** The event of one transfer's end; a shape that scripts rely on. */
  record Ended(String event, Transfer transfer) {}
}
