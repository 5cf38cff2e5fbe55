package minibit.cli.view;

import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Table;
import minibit.cli.output.Table.Cell;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.Role;

/** Members, and who of them holds a content. */
public final class MemberTables {
  private final Context context;
  private final Output output;

  /** For this command. */
  public MemberTables(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** Everybody, those who are away too. */
  public void print(MemberList list) {
    if (list.stale()) {
      output.note(context.text("search.stale"));
    }
    Table table =
        new Table()
            .flexible(context.text("column.name"))
            .column(context.text("column.role"))
            .number(context.text("column.files"))
            .number(context.text("column.size"))
            .column(context.text("column.address"))
            .column(context.text("column.seen"))
            .number(context.text("column.uptime"))
            .column("id");
    for (MemberList.Member member : list.members()) {
      String self = member.self() ? " " + context.text("member.self") : "";
      table.row(
          new Cell(output.name(member.name()) + self, member.present() ? Style.PLAIN : Style.FAINT),
          role(member),
          Cell.of(String.valueOf(member.files())),
          Cell.of(output.bytes(member.bytes())),
          Cell.of(output.name(member.address())),
          Cell.of(Times.ago(context, member.lastSeen())),
          Cell.of(member.present() ? Times.seconds(member.uptime()) : ""),
          new Cell(Ids.brief(member.id()), Style.FAINT));
    }
    table.print(output);
  }

  private Cell role(MemberList.Member member) {
    if (!member.present()) {
      return new Cell(context.text("member.away"), Style.WARNING);
    }
    return new Cell(
        role(context, member.role()), member.role() == Role.TRACKER ? Style.GOOD : Style.PLAIN);
  }

  /** The role in the user's language. */
  public static String role(Context context, Role role) {
    return switch (role) {
      case LOOKING -> context.text("role.looking");
      case MEMBER -> context.text("role.member");
      case VOTER -> context.text("role.voter");
      case TRACKER -> context.text("role.tracker");
    };
  }

  /** Who has a content, and how much of it. */
  public void print(HolderList list) {
    output.note(
        context.text("holders.of", output.name(list.name()), output.bytes(list.size()), list.id()));
    if (list.holders().isEmpty()) {
      output.note(context.text("holders.none"));
      return;
    }
    Table table =
        new Table()
            .flexible(context.text("column.name"))
            .flexible(context.text("column.address"))
            .column(context.text("column.seen"))
            .number(context.text("column.pieces"))
            .column("id");
    for (HolderList.Holder holder : list.holders()) {
      table.row(
          Cell.of(output.name(holder.member())),
          Cell.of(output.name(String.join(", ", holder.addresses()))),
          Cell.of(Times.ago(context, holder.lastSeen())),
          new Cell(
              holder.piecesHave() + "/" + holder.pieces(),
              holder.complete() ? Style.GOOD : Style.WARNING),
          new Cell(Ids.brief(holder.memberId()), Style.FAINT));
    }
    table.print(output);
  }
}
