package minibit.cli.view;

import java.util.List;
import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Table;
import minibit.cli.output.Table.Cell;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferList;

/** Transfers, and the peers of one. */
public final class TransferTables {
  private final Context context;
  private final Output output;

  /** For this command. */
  public TransferTables(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** Transfers and the queries that are followed. */
  public void print(TransferList list) {
    if (list.transfers().isEmpty()) {
      output.note(context.text("transfers.none"));
    } else {
      table(list.transfers()).print(output);
      output.note(
          context.text(
              "transfers.sum",
              list.total(),
              list.active(),
              output.rate(list.down()),
              output.rate(list.up())));
    }
    for (TransferList.Following following : list.following()) {
      output.line(
          context.text(
              "transfers.following",
              output.name(following.query()),
              following.started(),
              following.id()));
    }
  }

  private Table table(List<Transfer> transfers) {
    Table table =
        new Table()
            .flexible(context.text("column.name"))
            .column(context.text("column.state"))
            .number(context.text("column.done"))
            .number(context.text("column.size"))
            .number(context.text("column.down"))
            .number(context.text("column.up"))
            .number(context.text("column.peers"))
            .number(context.text("column.left"))
            .column("id");
    for (Transfer transfer : transfers) {
      table.row(
          Cell.of(output.name(transfer.name())),
          state(transfer),
          Cell.of(transfer.total() == 0 ? "" : output.percent(transfer.done(), transfer.total())),
          Cell.of(isOfUnknownSize(transfer) ? "?" : output.bytes(transfer.total())),
          Cell.of(transfer.state().isComplete() ? "" : output.rate(transfer.down())),
          Cell.of(transfer.up() == 0 ? "" : output.rate(transfer.up())),
          Cell.of(transfer.peers() + "/" + transfer.knownPeers()),
          Cell.of(transfer.state().isComplete() ? "" : Times.left(transfer.timeLeft())),
          new Cell(Ids.brief(transfer.id()), Style.FAINT));
    }
    return table;
  }

  private static boolean isOfUnknownSize(Transfer transfer) {
    return transfer.total() == 0 && !transfer.state().isComplete();
  }

  private Cell state(Transfer transfer) {
    String trouble =
        transfer
            .problem()
            .map(problem -> ": " + output.name(context.messages().text(problem.sentence())))
            .orElse("");
    return new Cell(state(context, transfer.state()) + trouble, style(transfer));
  }

  private static Style style(Transfer transfer) {
    return switch (transfer.state()) {
      case QUEUED, METADATA, CHECKING, PAUSED -> Style.WARNING;
      case DOWNLOADING -> transfer.problem().isPresent() ? Style.WARNING : Style.PLAIN;
      case FAILED -> Style.BAD;
      case SEEDING, DONE -> Style.GOOD;
    };
  }

  /** What a transfer is busy with, in the user's language. */
  public static String state(Context context, Transfer.State state) {
    return switch (state) {
      case QUEUED -> context.text("state.queued");
      case METADATA -> context.text("state.metadata");
      case CHECKING -> context.text("state.checking");
      case DOWNLOADING -> context.text("state.downloading");
      case SEEDING -> context.text("state.seeding");
      case PAUSED -> context.text("state.paused");
      case FAILED -> context.text("state.failed");
      case DONE -> context.text("state.done");
    };
  }

  /** Whom one transfer deals with: what each peer has, and what came from it and went to it. */
  public Table peers(TransferDetail detail) {
    Table table =
        new Table()
            .flexible(context.text("column.peer"))
            .column(context.text("column.address"))
            .flexible(context.text("column.client"))
            .number(context.text("column.pieces"))
            .number(context.text("column.received"))
            .number(context.text("column.down"))
            .number(context.text("column.sent"))
            .number(context.text("column.up"));
    for (TransferDetail.Peer peer : detail.peers()) {
      table.row(
          new Cell(
              output.name(peer.member().orElse("-")), peer.connected() ? Style.PLAIN : Style.FAINT),
          Cell.of(output.name(peer.address())),
          Cell.of(output.name(ClientText.of(context, peer.address(), peer.client()))),
          // What somebody has is known as long as he is there.
          Cell.of(peer.connected() ? peer.pieces() + "/" + detail.transfer().pieces() : ""),
          Cell.of(output.bytes(peer.downloaded())),
          Cell.of(peer.connected() ? output.rate(peer.down()) : ""),
          Cell.of(output.bytes(peer.uploaded())),
          Cell.of(peer.connected() ? output.rate(peer.up()) : ""));
    }
    return table;
  }
}
