package minibit.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.demo.Demo;
import minibit.cli.demo.GroupDemo;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code demo}: a group of daemons on this machine, to play with or to see its story. */
@CommandLine.Command(name = "demo")
public final class DemoCommand implements Command {
  private static final int PEERS = 5;

  @Option(names = "--peers", paramLabel = "N")
  private int peers = PEERS;

  @Option(names = "--once")
  private boolean once;

  @Option(names = "--dir", paramLabel = "DIR")
  private @Nullable Path dir;

  @Option(names = "--own", paramLabel = "PATH", arity = "1..*")
  private List<Path> own = new ArrayList<>();

  @Option(names = "--tmux")
  private boolean tmux;

  @Option(names = "--swarm")
  private boolean swarm;

  @Override
  public int run(Context context) throws Exception {
    return swarm
        ? new Demo(context, once).run(dir)
        : new GroupDemo(context, new GroupDemo.Options(peers, once, tmux, dir, own)).run();
  }
}
