package minibit.cli.remote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Table;
import minibit.cli.output.Table.Cell;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FilePriority;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.TransferFiles;
import org.jspecify.annotations.Nullable;

/**
 * {@code files ID [NUMBERS] [--priority P]}: the files of a transfer, and which of them are wanted
 * and when.
 */
public final class FilesCommand implements Command {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private String id = "";
  private List<String> numbers = new ArrayList<>();
  private @Nullable String priority;
  private final Paging paging = new Paging();

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.TEXT, "ID", value -> id = value);
    arguments.rest(0, Kind.TEXT, "NUMBERS", values -> numbers = values);
    arguments.option(Kind.TEXT, "skip|low|normal|high", value -> priority = value, "--priority");
    paging.declare(arguments);
  }

  @Override
  public int run(Context context) throws Exception {
    Page page = paging.page();
    if (numbers.isEmpty() != (priority == null)) {
      throw new CliException(ExitCode.USAGE, "files-and-priority");
    }
    if (priority != null) {
      FileChoice choice = new FileChoice(changes(priority(priority)));
      TransferFiles unused = context.daemon().choose(id, choice);
    }
    TransferFiles files = context.daemon().transferFiles(id, page);
    if (context.output().isJson()) {
      context.output().json(files);
    } else {
      print(context, files);
    }
    return ExitCode.OK;
  }

  private static FilePriority priority(String word) throws CliException {
    return Arrays.stream(FilePriority.values())
        .filter(one -> one.toString().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new CliException(ExitCode.USAGE, "bad-priority", word));
  }

  /** Files are numbered from 1, as the list shows them: {@code 1,3,5-7}. */
  private List<FileChoice.Change> changes(FilePriority wanted) throws CliException {
    List<FileChoice.Change> changes = new ArrayList<>();
    for (String part : String.join(",", numbers).split(",")) {
      Matcher range = NUMBERS.matcher(part.strip());
      if (!range.matches()) {
        throw new CliException(ExitCode.USAGE, "bad-file-number", part);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first < 1 || last < first || last - first >= FileChoice.MAX_CHANGES - changes.size()) {
        throw new CliException(ExitCode.USAGE, "bad-file-number", part);
      }
      for (int number = first; number <= last; number++) {
        changes.add(new FileChoice.Change(number - 1, wanted));
      }
    }
    return changes;
  }

  private static void print(Context context, TransferFiles files) {
    Output output = context.output();
    if (files.files().isEmpty()) {
      output.note(context.text("files.none"));
      return;
    }
    Table table =
        new Table()
            .number("#")
            .flexible(context.text("column.path"))
            .number(context.text("column.size"))
            .number(context.text("column.done"))
            .column(context.text("column.priority"));
    for (TransferFiles.Entry file : files.files()) {
      table.row(
          Cell.of(Integer.toString(file.index() + 1)),
          Cell.of(output.name(file.path())),
          Cell.of(output.bytes(file.size())),
          Cell.of(file.size() == 0 ? "" : output.percent(file.done(), file.size())),
          new Cell(word(context, file.priority()), style(file.priority())));
    }
    table.print(output);
    if (files.total() > files.files().size()) {
      output.note(context.text("files.more", files.files().size(), files.total()));
    }
  }

  private static String word(Context context, FilePriority priority) {
    return switch (priority) {
      case SKIP -> context.text("priority.skip");
      case LOW -> context.text("priority.low");
      case NORMAL -> context.text("priority.normal");
      case HIGH -> context.text("priority.high");
    };
  }

  private static Style style(FilePriority priority) {
    return switch (priority) {
      case SKIP -> Style.FAINT;
      case LOW, NORMAL -> Style.PLAIN;
      case HIGH -> Style.GOOD;
    };
  }
}
