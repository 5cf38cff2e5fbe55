package minibit.cli.remote;

import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Aliases;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.view.MemberTables;
import minibit.cli.view.StatusText;
import minibit.cli.view.Times;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.MemberList;
import org.jspecify.annotations.Nullable;

/** {@code group}: the group, and being a member of it. */
public final class GroupCommand implements Command {
  /** What can be done, in the order people are told. */
  public static final List<String> ACTIONS =
      List.of("show", "members", "invite", "join", "leave", "forget", "recover", "create");

  private String action = "show";
  private @Nullable String argument;
  private boolean closed;
  private boolean reusable;
  private @Nullable String valid;

  @Override
  public void declare(Arguments arguments) {
    arguments.optionalOf(ACTIONS, "ACTION", value -> action = value);
    arguments.optional(Kind.TEXT, "ADDRESS|MEMBER|NAME", value -> argument = value);
    arguments.flag(on -> closed = on, "--closed");
    arguments.flag(on -> reusable = on, "--reusable");
    arguments.option(Kind.TEXT, "TIME", value -> valid = value, "--valid");
  }

  @Override
  public int run(Context context) throws Exception {
    String asked = Aliases.word(action);
    check(asked);
    switch (asked) {
      case "show" -> show(context, context.daemon().group());
      case "members" -> members(context);
      case "invite" -> invite(context);
      case "join" -> show(context, context.daemon().joinGroup(argument("ADDRESS")));
      case "leave" -> {
        confirm(context, context.text("group.confirm-leave"));
        show(context, context.daemon().leaveGroup());
      }
      case "forget" -> show(context, context.daemon().forgetMember(argument("MEMBER")));
      case "recover" -> {
        confirm(context, context.text("group.confirm-recover"));
        show(context, context.daemon().recoverGroup());
      }
      case "create" ->
          show(
              context,
              context.daemon().createGroup(new CreateGroupRequest(argument("NAME"), closed)));
      default ->
          throw new CliException(
              ExitCode.USAGE, "no-such-action", action, String.join(", ", ACTIONS));
    }
    return ExitCode.OK;
  }

  /** What is said for one action means nothing to the others. */
  private void check(String asked) throws CliException {
    if (argument != null && !List.of("join", "forget", "create").contains(asked)) {
      throw new CliException(ExitCode.USAGE, "unexpected", argument);
    }
    if (closed && !asked.equals("create")) {
      throw new CliException(ExitCode.USAGE, "unexpected", "--closed");
    }
    if (!asked.equals("invite") && (reusable || valid != null)) {
      throw new CliException(ExitCode.USAGE, "unexpected", reusable ? "--reusable" : "--valid");
    }
  }

  private String argument(String label) throws CliException {
    if (argument == null) {
      throw new CliException(ExitCode.USAGE, "missing", label);
    }
    return argument;
  }

  /** Whoever can be asked is asked; a command line that says so in full means it. */
  private static void confirm(Context context, String question) throws CliException {
    Optional<Dialogue> dialogue = context.session().dialogue();
    if (dialogue.isPresent() && !dialogue.get().confirm(question)) {
      throw new CliException(ExitCode.USAGE, "not-confirmed");
    }
  }

  private static void show(Context context, GroupView group) {
    if (context.output().isJson()) {
      context.output().json(group);
    } else {
      new StatusText(context).print(group);
    }
  }

  private static void members(Context context) {
    MemberList members = context.daemon().members();
    if (context.output().isJson()) {
      context.output().json(members);
    } else {
      new MemberTables(context).print(members);
    }
  }

  private void invite(Context context) throws CliException {
    Output output = context.output();
    String time = valid;
    Optional<Long> seconds =
        time == null ? Optional.empty() : Optional.of(Moment.length(time).toSeconds());
    if (seconds.filter(length -> length > InviteRequest.MOST || length < 1).isPresent()) {
      throw new CliException(ExitCode.USAGE, "bad-validity", time == null ? "" : time);
    }
    Invite invite = context.daemon().invite(new InviteRequest(seconds, reusable));
    if (output.isJson()) {
      output.json(invite);
      return;
    }
    output.line(invite.link());
    if (invite.closed()) {
      output.note(
          context.text(
              invite.reusable() ? "group.invite-many" : "group.invite-one",
              output.name(invite.group()),
              invite.expires().map(Times::moment).orElse("-")));
      return;
    }
    output.note(
        context.text(
            "group.invite",
            output.name(invite.group()),
            invite.addresses().isEmpty() ? "-" : invite.addresses().getFirst()));
  }
}
