package minibit.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.demo.Demo;
import minibit.cli.demo.GroupDemo;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.Kind;
import org.jspecify.annotations.Nullable;

/** {@code demo}: a group of daemons on this machine, to play with or to see its story. */
public final class DemoCommand implements Command {
  private static final int PEERS = 5;

  private int peers = PEERS;
  private boolean once;
  private @Nullable Path dir;
  private List<Path> own = new ArrayList<>();
  private boolean tmux;
  private boolean swarm;

  @Override
  public void declare(Arguments arguments) {
    arguments.option(Kind.COUNT, "N", value -> peers = value, "--peers");
    arguments.flag(on -> once = on, "--once");
    arguments.option(Kind.PATH, "DIR", value -> dir = value, "--dir");
    arguments.several(Kind.PATH, "PATH", values -> own = values, "--own");
    arguments.flag(on -> tmux = on, "--tmux");
    arguments.flag(on -> swarm = on, "--swarm");
  }

  @Override
  public int run(Context context) throws Exception {
    return swarm
        ? new Demo(context, once).run(dir)
        : new GroupDemo(context, new GroupDemo.Options(peers, once, tmux, dir, own)).run();
  }
}
