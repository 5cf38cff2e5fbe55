package minibit.cli.remote;

import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.ByteSize;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.daemon.api.Backend;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Turtle;
import org.jspecify.annotations.Nullable;

/** {@code limit [ID] [--up R] [--down R] [--turtle on|off]}: bounds of speed, shown or changed. */
public final class LimitCommand implements Command {
  private @Nullable String id;
  private @Nullable String up;
  private @Nullable String down;
  private @Nullable String turtle;

  @Override
  public void declare(Arguments arguments) {
    arguments.optional(Kind.TEXT, "ID", value -> id = value);
    arguments.option(Kind.TEXT, "RATE", value -> up = value, "--up");
    arguments.option(Kind.TEXT, "RATE", value -> down = value, "--down");
    arguments.option(Kind.TEXT, "on|off", value -> turtle = value, "--turtle");
  }

  @Override
  public int run(Context context) throws Exception {
    // What is no rate is told before anything is asked.
    rate(up, Optional.empty());
    rate(down, Optional.empty());
    Backend daemon = context.daemon();
    if (id == null) {
      ofAll(context, daemon);
    } else {
      ofOne(context, daemon, id);
    }
    return ExitCode.OK;
  }

  private void ofOne(Context context, Backend daemon, String transfer) throws CliException {
    if (turtle != null) {
      throw new CliException(ExitCode.USAGE, "turtle-of-one");
    }
    Limits limits = daemon.transfer(transfer).transfer().limits();
    if (up != null || down != null) {
      limits = daemon.limitTransfer(transfer, changed(limits)).limits();
    }
    if (context.output().isJson()) {
      context.output().json(limits);
    } else {
      print(context, "limit.line", limits);
    }
  }

  private void ofAll(Context context, Backend daemon) throws CliException {
    Optional<Boolean> on = turned();
    SpeedLimits limits = daemon.limits();
    if (on.isPresent()) {
      Turtle before = limits.turtle();
      Limits slow = changed(new Limits(before.up(), before.down()));
      limits = daemon.limit(limits.plan().with(new Turtle(on.get(), slow.up(), slow.down())));
    } else if (up != null || down != null) {
      limits = daemon.limit(limits.plan().with(changed(limits.plan().usual())));
    }
    if (context.output().isJson()) {
      context.output().json(limits);
      return;
    }
    print(context, "limit.line", limits.plan().usual());
    SpeedLimits.InForce now = limits.inForce();
    if (!now.because().equals("usual")) {
      String key = now.because().equals("turtle") ? "limit.now.turtle" : "limit.now.schedule";
      print(context, key, new Limits(now.up(), now.down()));
    }
  }

  /** {@code on} or {@code off}, in either language; with it the rates are the turtle's own. */
  private Optional<Boolean> turned() throws CliException {
    if (turtle == null) {
      return Optional.empty();
    }
    return switch (turtle) {
      case "on", "sim" -> Optional.of(true);
      case "off", "nao", "não" -> Optional.of(false);
      default -> throw new CliException(ExitCode.USAGE, "not-on-off", turtle);
    };
  }

  private Limits changed(Limits before) throws CliException {
    return new Limits(rate(up, before.up()), rate(down, before.down()));
  }

  private static void print(Context context, String key, Limits limits) {
    context
        .output()
        .line(context.text(key, told(context, limits.up()), told(context, limits.down())));
  }

  /** What was not said stays; {@code none} and 0 take the bound away. */
  private static Optional<Long> rate(@Nullable String text, Optional<Long> before)
      throws CliException {
    if (text == null) {
      return before;
    }
    if (text.equals("none") || text.equals("nenhum")) {
      return Optional.empty();
    }
    long bytes = new ByteSize().convert(text);
    return bytes == 0 ? Optional.empty() : Optional.of(bytes);
  }

  private static String told(Context context, Optional<Long> limit) {
    return limit.map(context.output()::rate).orElseGet(() -> context.text("limit.none"));
  }
}
