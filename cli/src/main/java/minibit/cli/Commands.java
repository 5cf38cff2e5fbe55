package minibit.cli;

import java.util.List;
import minibit.cli.command.CompletionCommand;
import minibit.cli.command.CreateCommand;
import minibit.cli.command.DemoCommand;
import minibit.cli.command.DownloadCommand;
import minibit.cli.command.InfoCommand;
import minibit.cli.command.MagnetCommand;
import minibit.cli.command.SeedCommand;
import minibit.cli.command.SimulateCommand;
import minibit.cli.command.TrackerCommand;
import minibit.cli.command.VerifyCommand;
import minibit.cli.frame.Command;

/**
 * The commands by name. Only the one asked for is made, because reading the annotations of all of
 * them would be most of the start-up time of a short command.
 *
 * <p>A new command: a class in {@code minibit.cli.command}, its name and constructor here, and in
 * both message bundles {@code minibit.NAME.usage.description}, {@code minibit.NAME.option} for
 * every flag (its long name without hyphens before it) and {@code minibit.NAME.LABEL[0]} for its
 * first argument.
 */
final class Commands {
  /** Those shown in the overview, in its order. */
  static final List<String> NAMES =
      List.of(
          "demo", "download", "seed", "create", "info", "verify", "magnet", "tracker", "simulate");

  /** Those that work but are not shown. */
  static final List<String> HIDDEN = List.of("completion");

  private Commands() {}

  static boolean has(String name) {
    return NAMES.contains(name) || HIDDEN.contains(name);
  }

  /** A fresh command of one of the names above. */
  static Command create(String name) {
    return switch (name) {
      case "create" -> new CreateCommand();
      case "info" -> new InfoCommand();
      case "verify" -> new VerifyCommand();
      case "magnet" -> new MagnetCommand();
      case "demo" -> new DemoCommand();
      case "download" -> new DownloadCommand();
      case "seed" -> new SeedCommand();
      case "completion" -> new CompletionCommand(CommandLines::complete);
      case "tracker" -> new TrackerCommand();
      case "simulate" -> new SimulateCommand();
      default -> throw new IllegalArgumentException("no such command: " + name);
    };
  }
}
