package minibit.cli.frame;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs command lines; the shell gives it one after another. */
public interface Runner {
  /**
   * A command line and what it stands in.
   *
   * @param words the arguments, the command's name among them
   * @param environment variables, which also say language, width and colours
   * @param interrupts what Ctrl-C means for this line alone
   * @param session makes the session for a home folder
   * @param inShell whether it was typed in the shell, where a command has no program's name before
   *     it
   */
  record Line(
      List<String> words,
      Map<String, String> environment,
      Interrupts interrupts,
      Function<Path, Session> session,
      boolean inShell) {}

  /** Runs it, tells what went wrong, and gives the exit code. */
  int run(Line line);

  /** The names of all commands, in the order they are shown. */
  List<String> commands();

  /** One line about a command, in the language of the messages. */
  String summary(String command, Messages messages);

  /** The flags of a command, each with its hyphens; none for an unknown command. */
  List<String> flags(String command);
}
