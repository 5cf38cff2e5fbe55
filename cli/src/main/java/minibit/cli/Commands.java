package minibit.cli;

import java.util.List;
import minibit.cli.command.CompletionCommand;
import minibit.cli.command.CreateCommand;
import minibit.cli.command.DemoCommand;
import minibit.cli.command.DownloadCommand;
import minibit.cli.command.InfoCommand;
import minibit.cli.command.MagnetCommand;
import minibit.cli.command.SeedCommand;
import minibit.cli.command.TrackerCommand;
import minibit.cli.command.VerifyCommand;
import minibit.cli.daemon.ConfigCommand;
import minibit.cli.daemon.IdentityCommand;
import minibit.cli.daemon.UpCommand;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.remote.AddCommand;
import minibit.cli.remote.BrowseCommand;
import minibit.cli.remote.DownCommand;
import minibit.cli.remote.ElectionCommand;
import minibit.cli.remote.ExportCommand;
import minibit.cli.remote.FilesCommand;
import minibit.cli.remote.GetCommand;
import minibit.cli.remote.GroupCommand;
import minibit.cli.remote.LimitCommand;
import minibit.cli.remote.ListCommand;
import minibit.cli.remote.LogCommand;
import minibit.cli.remote.OpenCommand;
import minibit.cli.remote.PauseCommand;
import minibit.cli.remote.RefreshCommand;
import minibit.cli.remote.RemoveCommand;
import minibit.cli.remote.ResumeCommand;
import minibit.cli.remote.SearchCommand;
import minibit.cli.remote.ShareCommand;
import minibit.cli.remote.StatusCommand;
import minibit.cli.remote.UnshareCommand;
import minibit.cli.shell.ShellCommand;
import minibit.cli.simulate.SimulateCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands by name. Only the one asked for is made: all of them would be most of the start-up
 * time of a short command.
 *
 * <p>A new command: a class in {@code minibit.cli.command} (or {@code remote}, if it speaks to a
 * daemon), its name and constructor here, and in both message bundles {@code
 * minibit.NAME.usage.description}, {@code minibit.NAME.option} for every flag (its long name
 * without hyphens before it) and {@code minibit.NAME.LABEL[0]} for its first argument.
 */
final class Commands {
  /** Those shown in the overview, in its order. */
  static final List<String> NAMES =
      List.of(
          "demo",
          "up",
          "down",
          "status",
          "shell",
          "open",
          "share",
          "unshare",
          "refresh",
          "search",
          "list",
          "browse",
          "get",
          "add",
          "pause",
          "resume",
          "remove",
          "limit",
          "files",
          "export",
          "election",
          "group",
          "log",
          "config",
          "identity",
          "download",
          "seed",
          "create",
          "info",
          "verify",
          "magnet",
          "tracker",
          "simulate");

  /** Those that work but are not shown. */
  static final List<String> HIDDEN = List.of("completion");

  private Commands() {}

  static boolean has(String name) {
    return NAMES.contains(name) || HIDDEN.contains(name);
  }

  /** A fresh command of one of the names above, as the parser sees it. */
  static CommandSpec spec(String name) {
    CommandSpec spec = Arguments.of(name, create(name));
    spec.usageMessage().hidden(HIDDEN.contains(name));
    return spec;
  }

  private static Command create(String name) {
    return switch (name) {
      case "create" -> new CreateCommand();
      case "info" -> new InfoCommand();
      case "verify" -> new VerifyCommand();
      case "magnet" -> new MagnetCommand();
      case "demo" -> new DemoCommand();
      case "up" -> new UpCommand();
      case "config" -> new ConfigCommand();
      case "identity" -> new IdentityCommand();
      case "download" -> new DownloadCommand();
      case "seed" -> new SeedCommand();
      case "completion" -> new CompletionCommand(CommandLines::complete);
      case "tracker" -> new TrackerCommand();
      case "simulate" -> new SimulateCommand();
      case "down" -> new DownCommand();
      case "status" -> new StatusCommand();
      case "open" -> new OpenCommand();
      case "share" -> new ShareCommand();
      case "unshare" -> new UnshareCommand();
      case "refresh" -> new RefreshCommand();
      case "search" -> new SearchCommand();
      case "list" -> new ListCommand();
      case "browse" -> new BrowseCommand();
      case "get" -> new GetCommand();
      case "add" -> new AddCommand();
      case "pause" -> new PauseCommand();
      case "resume" -> new ResumeCommand();
      case "remove" -> new RemoveCommand();
      case "limit" -> new LimitCommand();
      case "files" -> new FilesCommand();
      case "export" -> new ExportCommand();
      case "election" -> new ElectionCommand();
      case "group" -> new GroupCommand();
      case "log" -> new LogCommand();
      case "shell" -> new ShellCommand();
      default -> throw new IllegalArgumentException("no such command: " + name);
    };
  }
}
