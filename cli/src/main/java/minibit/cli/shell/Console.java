package minibit.cli.shell;

import java.util.Optional;
import java.util.function.ToIntFunction;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.Interrupts;

/** Where a shell's lines come from. The thread of the shell. */
sealed interface Console extends AutoCloseable permits TerminalConsole, ScriptConsole {
  /** The next line; empty text after Ctrl-C, nothing at the end. */
  Optional<String> next(String prompt);

  /** Somebody to ask, if there is. */
  Optional<Dialogue> dialogue();

  /** Width in cells; 0 if unknown. */
  int columns();

  /** Runs something that Ctrl-C can cancel. */
  int cancellable(Interrupts outer, ToIntFunction<Interrupts> command);

  @Override
  void close();
}
