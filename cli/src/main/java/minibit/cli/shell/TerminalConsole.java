package minibit.cli.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.Interrupts;
import minibit.cli.frame.Messages;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/** Somebody at a terminal: a line editor, questions, and Ctrl-C for what is running. */
final class TerminalConsole implements Console, Dialogue {
  private final Terminal terminal;
  private final LineReader reader;
  private final Messages messages;
  private final boolean leavesOnInterrupt;

  /**
   * A console.
   *
   * @param leavesOnInterrupt whether Ctrl-C on an empty line is the end, as it is of a demo
   */
  TerminalConsole(
      Terminal terminal, LineReader reader, Messages messages, boolean leavesOnInterrupt) {
    this.leavesOnInterrupt = leavesOnInterrupt;
    this.terminal = terminal;
    this.reader = reader;
    this.messages = messages;
  }

  @Override
  public Optional<String> next(String prompt) {
    try {
      return Optional.of(reader.readLine(prompt));
    } catch (UserInterruptException e) {
      boolean empty = e.getPartialLine() == null || e.getPartialLine().isBlank();
      return leavesOnInterrupt && empty ? Optional.empty() : Optional.of("");
    } catch (EndOfFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Dialogue> dialogue() {
    return Optional.of(this);
  }

  @Override
  public int columns() {
    return terminal.getWidth();
  }

  @Override
  public OptionalInt choose(String question, List<String> choices) {
    for (int i = 0; i < choices.size(); i++) {
      terminal.writer().println("  " + (i + 1) + "  " + choices.get(i));
    }
    terminal.flush();
    while (true) {
      String answer = ask(question + " " + messages.text("shell.choose", choices.size()) + " ");
      if (answer.isEmpty()) {
        return OptionalInt.empty();
      }
      if (answer.matches("\\d{1,4}")
          && Integer.parseInt(answer) >= 1
          && Integer.parseInt(answer) <= choices.size()) {
        return OptionalInt.of(Integer.parseInt(answer) - 1);
      }
    }
  }

  @Override
  public boolean confirm(String question) {
    String answer = ask(question + " " + messages.text("shell.confirm") + " ");
    String yes = messages.text("choice.yes").toLowerCase(Locale.ROOT);
    String given = answer.toLowerCase(Locale.ROOT);
    return !given.isEmpty() && (yes.startsWith(given) || given.equals("yes"));
  }

  /**
   * An answer is no command: it is neither completed nor remembered. Ctrl-C and Ctrl-D are none.
   */
  private String ask(String question) {
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    try {
      return reader.readLine(question).strip();
    } catch (UserInterruptException | EndOfFileException e) {
      return "";
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
      reader.setVariable(LineReader.DISABLE_COMPLETION, false);
    }
  }

  @Override
  public int cancellable(Interrupts outer, ToIntFunction<Interrupts> command) {
    Cancelling running = new Cancelling();
    Runnable withTheProcess = () -> running.interrupts().trigger();
    outer.onInterrupt(withTheProcess);
    SignalHandler before = terminal.handle(Signal.INT, signal -> running.cancel());
    try {
      return command.applyAsInt(running.interrupts());
    } finally {
      terminal.handle(Signal.INT, before);
      running.end();
      outer.forget(withTheProcess);
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
