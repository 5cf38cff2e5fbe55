package minibit.cli.command;

import java.nio.file.Path;
import minibit.cli.demo.Demo;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code demo}: a small swarm on this machine, to watch or to check everything at once. */
@CommandLine.Command(name = "demo")
public final class DemoCommand implements Command {
  @Option(names = "--once")
  private boolean once;

  @Option(names = "--dir", paramLabel = "DIR")
  private @Nullable Path dir;

  @Override
  public int run(Context context) throws Exception {
    return new Demo(context, once).run(dir);
  }
}
