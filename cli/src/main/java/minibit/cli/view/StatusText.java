package minibit.cli.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.daemon.api.model.DhtView;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.LsdView;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Role;
import minibit.daemon.api.model.Status;

/** A daemon's state in a screenful. */
public final class StatusText {
  private final Context context;
  private final Output output;

  /** For this command. */
  public StatusText(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** Daemon, group, shares, transfers, cache, and what an operator should read. */
  public void print(Status status) {
    Fields fields =
        new Fields(output)
            .add(
                context.text("status.daemon"),
                context.text(
                    "status.daemon-value",
                    output.name(status.name()),
                    Ids.brief(status.id()),
                    status.version(),
                    Times.seconds(status.uptime()),
                    status.pid()))
            .add(context.text("status.home"), output.name(status.home()))
            .add(context.text("status.listens"), listens(status.listen()));
    status
        .listen()
        .apiFingerprint()
        .ifPresent(digits -> fields.add(context.text("status.certificate"), digits));
    addGroup(fields, status.group());
    fields
        .add(
            context.text("status.shares"),
            context.text(
                "status.shares-value",
                status.shares().files(),
                output.bytes(status.shares().bytes())))
        .add(
            context.text("status.transfers"),
            context.text(
                "status.transfers-value",
                status.transfers().active(),
                output.rate(status.transfers().down()),
                output.rate(status.transfers().up())));
    new CacheText(context).add(fields, status.cache());
    fields.add(context.text("status.dht"), dht(status.dht()));
    fields.add(context.text("status.lsd"), lsd(status.lsd()));
    fields.print();
    new ShareTables(context)
        .printWaiting(
            status.shares().waitingFiles(),
            status.shares().waitingBytes(),
            status.shares().timeLeft());
    status.warnings().forEach(warning -> output.note("! " + output.name(warning)));
  }

  /** The group alone. */
  public void print(GroupView group) {
    Fields fields = new Fields(output);
    addGroup(fields, group);
    fields.print();
  }

  private String listens(Status.Listen listen) {
    return context.text(
        "status.listens-value",
        listen(listen.peer()),
        listen(listen.member()),
        listen(listen.raft()),
        listen(listen.api()));
  }

  private String dht(DhtView dht) {
    if (!dht.enabled()) {
      return context.text("status.dht-off");
    }
    return dht.nodes() == 0
        ? context.text("status.dht-alone")
        : context.text("status.dht-value", dht.nodes(), dht.good(), dht.good6(), dht.torrents());
  }

  private String lsd(LsdView lsd) {
    return lsd.enabled()
        ? context.text("status.lsd-value", lsd.torrents(), lsd.adapters(), lsd.found())
        : context.text("status.lsd-off");
  }

  private static String listen(String address) {
    return address.isEmpty() ? "-" : address;
  }

  private void addGroup(Fields fields, GroupView group) {
    if (group.id().isEmpty()) {
      addNoGroup(fields, group);
    } else {
      String closed = group.closed() ? context.text("status.group-closed") : "";
      fields
          .add(
              context.text("status.group"),
              context.text(
                      "status.group-value",
                      output.name(group.name()),
                      Ids.brief(group.id()),
                      group.present(),
                      group.members())
                  + closed)
          .add(context.text("status.role"), role(group.role()))
          .add(context.text("status.epoch"), epoch(group))
          .add(context.text("status.tracker"), tracker(group))
          .add(context.text("status.voters"), names(group.voters()));
    }
    if (!group.waitingFor().isEmpty()) {
      fields.add(
          context.text("status.waiting"),
          output.styled(Style.BAD, output.name(String.join(", ", group.waitingFor()))));
    }
    group
        .sinceHeartbeat()
        .ifPresent(
            seconds ->
                fields.add(
                    context.text("status.heartbeat"),
                    context.text("time.ago", String.format(output.locale(), "%.1fs", seconds))));
    group.lastElection().ifPresent(election -> addElection(fields, election));
    group
        .trouble()
        .ifPresent(
            trouble ->
                fields.add(
                    context.text("status.trouble"), output.styled(Style.BAD, words(trouble))));
  }

  /** Nobody votes and nobody is tracker where there is no group; who left one seeks none either. */
  private void addNoGroup(Fields fields, GroupView group) {
    String name = group.name();
    if (name.isEmpty()) {
      fields.add(context.text("status.group"), context.text("status.group-left"));
    } else {
      fields
          .add(context.text("status.group"), context.text("status.group-none", output.name(name)))
          .add(context.text("status.role"), role(group.role()));
    }
  }

  /** In the language asked for; a trouble that this program does not know yet, as it came. */
  private String words(GroupView.Trouble trouble) {
    String detail = output.name(trouble.detail());
    return switch (trouble.code()) {
      case "cannot-vote" -> context.text("trouble.cannot-vote", detail);
      case "log-unwritable" -> context.text("trouble.log-unwritable", detail);
      case "log-damaged" -> context.text("trouble.log-damaged");
      case "record-unwritable" -> context.text("trouble.record-unwritable", detail);
      case "refused" -> context.text("trouble.refused", detail);
      default -> output.name(trouble.text());
    };
  }

  private String role(Role role) {
    String text = MemberTables.role(context, role);
    return switch (role) {
      case TRACKER -> output.styled(Style.GOOD, text);
      case LOOKING -> output.styled(Style.WARNING, text);
      case VOTER, MEMBER -> text;
    };
  }

  /** Epochs compare by the number of recoveries first, so it is shown where there were any. */
  private String epoch(GroupView group) {
    return group.recovery() == 0
        ? String.valueOf(group.epoch())
        : context.text("status.epoch-recovered", group.epoch(), group.recovery());
  }

  private String tracker(GroupView group) {
    if (group.tracker().isPresent()) {
      MemberRef tracker = group.tracker().get();
      return output.name(tracker.name() + "  " + tracker.address()).stripTrailing();
    }
    return output.styled(
        Style.BAD,
        group.quorum() ? context.text("status.no-tracker") : context.text("status.no-quorum"));
  }

  private void addElection(Fields fields, GroupView.Election election) {
    fields.add(
        context.text("status.election"),
        context.text(
            "status.election-value",
            election.epoch(),
            election.tracker().map(ref -> output.name(ref.name())).orElse("?"),
            Times.moment(election.at())));
    fields.add(context.text("status.voted"), name(election.votedFor()));
    fields.add(context.text("status.votes"), names(election.votesReceived()));
  }

  private String name(Optional<MemberRef> member) {
    return member.map(ref -> output.name(ref.name())).orElse("-");
  }

  private String names(List<MemberRef> members) {
    return members.isEmpty()
        ? "-"
        : members.stream()
            .map(member -> output.name(member.name()))
            .collect(Collectors.joining(", "));
  }
}
