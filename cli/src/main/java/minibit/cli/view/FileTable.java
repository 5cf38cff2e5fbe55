package minibit.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Context;
import minibit.cli.frame.Results;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Table;
import minibit.cli.output.Table.Cell;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.FileResult.HolderRef;
import minibit.daemon.api.model.FileResult.SignedBy;
import minibit.daemon.api.model.SearchAnswer;

/** Contents of the catalogue: who has them, whether we do, who signed. */
public final class FileTable {
  /** Holders named before the rest is only counted. */
  private static final int NAMED = 3;

  private final Context context;
  private final Output output;

  /** For this command. */
  public FileTable(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /**
   * Prints an answer, and remembers it where numbers can be typed: then rows are numbered.
   *
   * @param nothing what to say when nothing fits
   */
  public void print(SearchAnswer answer, String nothing) {
    boolean numbered = context.session().dialogue().isPresent();
    if (numbered) {
      context
          .session()
          .results()
          .remember(
              answer.results().stream()
                  .map(file -> new Results.Result(file.id(), file.name()))
                  .toList());
    }
    if (answer.stale()) {
      output.note(context.text("search.stale"));
    }
    if (answer.results().isEmpty()) {
      output.note(answer.total() == 0 ? nothing : context.text("search.past-end", answer.total()));
      return;
    }
    table(answer.results(), numbered).print(output);
    long last = answer.offset() + (long) answer.results().size();
    if (answer.offset() > 0 || last < answer.total()) {
      output.note(context.text("search.part", answer.offset() + 1, last, answer.total()));
    }
    if (numbered) {
      output.note(output.styledNote(Style.FAINT, context.text("search.offer")));
    }
  }

  private Table table(List<FileResult> files, boolean numbered) {
    Table table = new Table();
    if (numbered) {
      table.number("#");
    }
    table
        .flexible(context.text("column.name"))
        .number(context.text("column.size"))
        .column(context.text("column.here"))
        .flexible(context.text("column.holders"))
        .column(context.text("column.signed"))
        .column("id");
    int number = 0;
    for (FileResult file : files) {
      List<Cell> cells = new ArrayList<>();
      if (numbered) {
        cells.add(new Cell(String.valueOf(++number), Style.HANDLE));
      }
      cells.add(Cell.of(output.name(file.name())));
      cells.add(Cell.of(output.bytes(file.size())));
      cells.add(new Cell(file.have() ? context.text("choice.yes") : "", Style.GOOD));
      cells.add(holders(file.holders()));
      cells.add(signed(file.signedBy()));
      cells.add(new Cell(Ids.brief(file.id()), Style.FAINT));
      table.row(cells.toArray(Cell[]::new));
    }
    return table;
  }

  /** {@code 4: ana, bia, rui +1}; those who lack pieces are marked. */
  private Cell holders(List<HolderRef> holders) {
    List<String> names =
        holders.stream()
            .limit(NAMED)
            .map(holder -> output.name(holder.member()) + (holder.complete() ? "" : "…"))
            .toList();
    String rest = holders.size() > NAMED ? " +" + (holders.size() - NAMED) : "";
    boolean whole = holders.stream().anyMatch(HolderRef::complete);
    String text = holders.isEmpty() ? "0" : holders.size() + ": " + String.join(", ", names) + rest;
    return new Cell(text, whole ? Style.PLAIN : Style.WARNING);
  }

  /** Who signed; nobody and a bad signature look different. */
  private Cell signed(Optional<SignedBy> signedBy) {
    if (signedBy.isEmpty()) {
      return new Cell(context.text("signed.nobody"), Style.WARNING);
    }
    SignedBy signer = signedBy.get();
    return signer.valid()
        ? new Cell(signer(signer), Style.GOOD)
        : new Cell(context.text("signed.bad", signer(signer)), Style.BAD);
  }

  /** The member's name, or the key of somebody unknown. */
  private String signer(SignedBy signer) {
    return signer.name().isEmpty() ? Ids.brief(signer.key()) : output.name(signer.name());
  }

  /** {@code signed by ana}, {@code nobody signed it}… as a sentence about one content. */
  public String signature(Optional<SignedBy> signedBy) {
    if (signedBy.isEmpty()) {
      return context.text("signed.by-nobody");
    }
    String signer = signer(signedBy.get());
    return signedBy.get().valid()
        ? context.text("signed.by", signer)
        : context.text("signed.by-bad", signer);
  }
}
