package minibit.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.cli.remote.OpenCommand;
import minibit.cli.shell.Shell;
import minibit.cli.shell.ShellOptions;
import org.jspecify.annotations.Nullable;

/**
 * The demo: a group of daemons on this machine, each a process with folders of its own; a story
 * told unattended, or a shell that can speak to any of them. However it ends, all of them end.
 */
public final class GroupDemo {
  /** What a machine of two cores still carries; more belong on more machines. */
  public static final int MOST_PEERS = 20;

  private final Context context;
  private final Output output;
  private final Options options;

  /**
   * What is wanted.
   *
   * @param peers how many daemons
   * @param once whether to tell the story and end
   * @param tmux whether to show shells and logs side by side
   * @param dir folder to work in, which is kept; null: one of our own, which is not
   * @param own files and folders to deal instead of samples
   */
  public record Options(int peers, boolean once, boolean tmux, @Nullable Path dir, List<Path> own) {
    /** Keeps a copy. */
    public Options {
      own = List.copyOf(own);
    }
  }

  /** A demo of this kind. */
  public GroupDemo(Context context, Options options) {
    this.context = context;
    this.output = context.output();
    this.options = options;
  }

  /** Runs it to its end. */
  public int run() throws IOException, CliException, InterruptedException {
    check();
    long began = System.nanoTime();
    Path kept = options.dir();
    Path folder = kept == null ? Files.createTempDirectory("minibit-demo-") : prepared(kept);
    DemoGroup group = DemoGroup.named(context.interrupts());
    Runnable end =
        () -> {
          if (kept != null) {
            group.close();
          } else {
            // Nothing of it is kept, so nobody needs to say goodbye, and there is time to tidy up.
            group.kill();
            clean(folder);
          }
        };
    context.interrupts().onInterrupt(end);
    try {
      output.note(context.text("demo.group-start", options.peers(), group.name(), folder));
      group.start(folder, hands(folder));
      if (options.once()) {
        new Story(context, group, began).tell();
        return ExitCode.OK;
      }
      group.settled();
      return stay(group);
    } finally {
      if (!context.interrupts().interrupted()) {
        end.run();
        context.interrupts().forget(end);
      }
    }
  }

  private void check() throws CliException, IOException {
    if (options.peers() < 1 || options.peers() > MOST_PEERS) {
      throw new CliException(ExitCode.USAGE, "bad-peers", MOST_PEERS);
    }
    if (options.once() && (options.peers() < 3 || !options.own().isEmpty())) {
      throw new CliException(ExitCode.USAGE, "story-needs");
    }
    for (Path path : options.own()) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
    }
    if (options.tmux()) {
      Tmux.check();
      if (!Shell.onTerminal(context)) {
        throw new CliException(ExitCode.USAGE, "tmux-terminal");
      }
    }
  }

  private static Path prepared(Path dir) throws IOException, CliException {
    Files.createDirectories(dir);
    try (var entries = Files.list(dir)) {
      if (entries.findAny().isPresent()) {
        throw new CliException(ExitCode.FAILURE, "folder-not-empty", dir);
      }
    }
    return dir.toAbsolutePath().normalize();
  }

  private List<List<Path>> hands(Path folder) throws IOException {
    if (!options.own().isEmpty()) {
      return DemoFiles.dealOwn(
          options.own().stream().map(path -> path.toAbsolutePath().normalize()).toList(),
          options.peers());
    }
    List<List<Path>> hands = new ArrayList<>();
    for (int i = 1; i <= options.peers(); i++) {
      Path files = folder.resolve("peer" + i).resolve("files");
      DemoFiles.deal(files, i, options.peers());
      hands.add(List.of(files));
    }
    return hands;
  }

  private int stay(DemoGroup group) throws IOException, CliException, InterruptedException {
    output.note(context.text("demo.group-ready", group.daemons().size()));
    for (DemoDaemon daemon : group.daemons()) {
      output.note(context.text("demo.group-peer", daemon.name(), daemon.home()));
    }
    DemoDaemon first = group.daemons().getFirst();
    output.note(context.text("demo.page", first.name(), OpenCommand.code(first.home()).url()));
    if (options.tmux()) {
      Tmux.show(group);
      return ExitCode.OK;
    }
    return Shell.run(
        context, new ShellOptions(group.targets(), ShellOptions.Quit.CLOSES_SHELL, false));
  }

  /** Removes a folder of our own; what cannot be removed is left to the system. */
  static void clean(Path folder) {
    try (var tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.getLogger("minibit.cli").log(System.Logger.Level.DEBUG, "while cleaning", e);
    }
  }
}
