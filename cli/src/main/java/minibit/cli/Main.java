package minibit.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Interrupts;

/** Entry point of the {@code minibit} command. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Names and JSON are UTF-8 whatever the machine's locale says.
    FirstFault lost = new FirstFault(new FileOutputStream(FileDescriptor.out));
    PrintStream out = stream(lost);
    PrintStream err = stream(new FileOutputStream(FileDescriptor.err));
    Interrupts interrupts = new Interrupts();
    interrupts.install(
        () -> {
          out.flush();
          err.flush();
        });
    endWithParent();
    App app = new App(System.getenv(), out, err, interrupts);
    int exit = app.run(args);
    out.flush();
    if (lost.isFault()) {
      exit = app.lost(exit, lost.reason(), args);
    }
    err.flush();
    if (interrupts.finish()) {
      System.exit(exit);
    }
    // The interruption is already ending the process, with its own exit code.
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(new BufferedOutputStream(to), false, StandardCharsets.UTF_8);
  }

  /** A process started for another's sake (the peers of the demo) must not outlive it. */
  private static void endWithParent() {
    String parent = System.getenv("MINIBIT_PARENT");
    if (parent != null && parent.matches("\\d{1,18}")) {
      ProcessHandle.of(Long.parseLong(parent)).ifPresent(Main::endWith);
    }
  }

  private static void endWith(ProcessHandle parent) {
    Thread.ofVirtual()
        .name("parent")
        .start(
            () -> {
              parent.onExit().join();
              System.exit(ExitCode.FAILURE);
            });
  }
}
