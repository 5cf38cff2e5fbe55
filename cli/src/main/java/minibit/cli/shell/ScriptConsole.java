package minibit.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.ToIntFunction;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.Interrupts;

/** Lines of a pipe or file: no prompt, no questions; Ctrl-C ends the whole shell. */
final class ScriptConsole implements Console {
  private final BufferedReader lines;

  ScriptConsole(InputStream in) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> next(String prompt) {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Dialogue> dialogue() {
    return Optional.empty();
  }

  @Override
  public int columns() {
    return 0;
  }

  @Override
  public int cancellable(Interrupts outer, ToIntFunction<Interrupts> command) {
    return command.applyAsInt(outer);
  }

  @Override
  public void close() {
    // The stream belongs to the process.
  }
}
