package minibit.cli.frame;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program again, in a process of its own. */
public final class OwnProgram {
  private OwnProgram() {}

  /**
   * The command line of this very Java with the flags this process was started with, the class
   * cache among them, and these arguments.
   */
  public static List<String> commandLine(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // A debugger or profiler attached to us is not meant for several processes.
      if (!flag.startsWith("-agent") && !flag.startsWith("-javaagent")) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "minibit.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  /**
   * The same command, deaf to the terminal's Ctrl-C: that reaches every process in the foreground,
   * and is meant for the one that somebody types to. Java leaves a signal ignored that was ignored
   * when it began. SIGTERM still ends it.
   */
  public static List<String> deafToCtrlC(List<String> command) {
    Path shell = Path.of("/bin/sh");
    if (!Files.isExecutable(shell)) {
      return command;
    }
    List<String> deaf = new ArrayList<>();
    deaf.addAll(List.of(shell.toString(), "-c", "trap '' INT; exec \"$@\"", "minibit"));
    deaf.addAll(command);
    return deaf;
  }
}
