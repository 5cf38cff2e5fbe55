package minibit.cli.view;

import java.util.List;
import minibit.cli.frame.Context;
import minibit.cli.frame.Results;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Table;
import minibit.cli.output.Table.Cell;
import minibit.daemon.api.model.ShareFileList;
import minibit.daemon.api.model.ShareFileList.ShareFile;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.ShareList.Share;

/** What this daemon offers, and how far its hashing is. */
public final class ShareTables {
  private final Context context;
  private final Output output;

  /** For this command. */
  public ShareTables(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** The folders and files that are offered. */
  public void print(ShareList list) {
    if (list.shares().isEmpty()) {
      output.note(context.text("shares.none"));
      return;
    }
    Table table =
        new Table()
            .flexible(context.text("column.path"))
            .number(context.text("column.files"))
            .number(context.text("column.size"))
            .column(context.text("column.state"));
    for (Share share : list.shares()) {
      table.row(
          Cell.of(output.name(share.path())),
          Cell.of(String.valueOf(share.files())),
          Cell.of(output.bytes(share.bytes())),
          state(share));
    }
    table.print(output);
    printTroubles(list);
    printWaiting(list.waitingFiles(), list.waitingBytes(), list.timeLeft());
  }

  /** What lies in the shares and is not shared; silent if there is nothing. */
  private void printTroubles(ShareList list) {
    for (Share share : list.shares()) {
      share.troubles().forEach(trouble -> output.note("! " + words(trouble)));
      long more = share.failed() + share.skipped() - share.troubles().size();
      if (more > 0) {
        output.note("! " + context.text("shares.more-troubles", more, output.name(share.path())));
      }
    }
  }

  private String words(ShareList.Trouble trouble) {
    String path = output.name(trouble.path());
    return switch (trouble.code()) {
      case "unreadable" -> context.text("not-shared.unreadable", path);
      case "link-leads-out" -> context.text("not-shared.link-leads-out", path);
      case "dead-link" -> context.text("not-shared.dead-link", path);
      case "path-too-long" -> context.text("not-shared.path-too-long", path);
      case "too-large" -> context.text("not-shared.too-large", path);
      default -> output.name(trouble.text());
    };
  }

  /** One share, on a line of its own. */
  public String line(Share share) {
    return context.text(
        "share.line",
        output.name(share.path()),
        share.files(),
        output.bytes(share.bytes()),
        state(share).text());
  }

  private Cell state(Share share) {
    Cell state =
        switch (share.state()) {
          case SCANNING -> new Cell(context.text("share.scanning"), Style.WARNING);
          case HASHING ->
              new Cell(
                  context.text(
                      "share.hashing",
                      output.percent(share.hashedBytes(), share.bytes()),
                      Times.left(share.timeLeft())),
                  Style.WARNING);
          case READY -> new Cell(context.text("share.ready"), Style.GOOD);
          case MISSING -> new Cell(context.text("share.missing"), Style.BAD);
        };
    return share.failed() == 0
        ? state
        : new Cell(state.text() + context.text("share.failed", share.failed()), Style.BAD);
  }

  /** What is not in the catalogue yet; silent if nothing is. */
  public void printWaiting(long files, long bytes, double timeLeft) {
    if (files > 0) {
      output.note(context.text("shares.waiting", files, output.bytes(bytes), Times.left(timeLeft)));
    }
  }

  /** The files of the shares, numbered where numbers can be typed. */
  public void print(ShareFileList list) {
    if (list.files().isEmpty()) {
      output.note(context.text("shares.no-file"));
      return;
    }
    List<ShareFile> files = list.files();
    Table table =
        new Table()
            .flexible(context.text("column.path"))
            .number(context.text("column.size"))
            .column(context.text("column.type"))
            .column("id");
    for (ShareFile file : files) {
      table.row(
          Cell.of(output.name(file.path())),
          Cell.of(output.bytes(file.size())),
          Cell.of(output.name(file.type())),
          id(file));
    }
    table.print(output);
    if (context.session().dialogue().isPresent()) {
      context
          .session()
          .results()
          .remember(
              files.stream()
                  .flatMap(
                      file -> file.id().stream().map(id -> new Results.Result(id, file.name())))
                  .toList());
    }
    long last = list.offset() + (long) files.size();
    if (list.offset() > 0 || last < list.total()) {
      output.note(context.text("search.part", list.offset() + 1, last, list.total()));
    }
  }

  private Cell id(ShareFile file) {
    return switch (file.state()) {
      case WAITING -> new Cell(context.text("file.waiting"), Style.WARNING);
      case READY -> new Cell(Ids.brief(file.id().orElse("")), Style.FAINT);
      case FAILED ->
          new Cell(context.text("file.failed", output.name(file.problem().orElse("?"))), Style.BAD);
    };
  }
}
