package minibit.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Messages;
import minibit.cli.output.Output;
import minibit.cli.output.Printable;
import minibit.cli.output.Style;
import minibit.cli.remote.Troubles;
import minibit.cli.view.CandidateText;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.config.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, told in the user's language (or as JSON) with the exit code it deserves. */
final class Complaints {
  private final Messages messages;
  private final Output output;
  private final boolean inShell;

  Complaints(Messages messages, Output output, boolean inShell) {
    this.messages = messages;
    this.output = output;
    this.inShell = inShell;
  }

  int unknownCommand(String name) {
    String nearest = Nearest.of(name, Commands.NAMES);
    return nearest.isEmpty()
        ? usage("unknown-command", name)
        : usage("unknown-command-like", name, nearest);
  }

  int usage(String code, Object... args) {
    return tell(ExitCode.USAGE, "usage", messages.text("error." + code, args), help("minibit"));
  }

  int usage(ParameterException e) {
    String help = help(e.getCommandLine().getCommandSpec().qualifiedName());
    return tell(ExitCode.USAGE, "usage", usageText(e), help);
  }

  /** What to type to read about a command, where it was typed. */
  private String help(String qualifiedName) {
    return inShell ? qualifiedName.replaceFirst("^minibit", "help") : qualifiedName + " --help";
  }

  private String usageText(ParameterException e) {
    if (e.getCause() instanceof CliException ours && e.getArgSpec() != null) {
      String what = label(Objects.requireNonNull(e.getArgSpec()));
      return messages.text("error.bad-value", what, ours.text(messages));
    }
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing when !strangeOption(missing).isEmpty() ->
          unknownOption(missing, strangeOption(missing));
      case MissingParameterException missing ->
          messages.text(
              "error.missing",
              missing.getMissing().stream()
                  .map(Complaints::label)
                  .collect(Collectors.joining(", ")));
      case OverwrittenOptionException twice ->
          messages.text("error.twice", label(twice.getOverwritten()));
      default ->
          e.getArgSpec() != null && e.getValue() != null
              ? messages.text(
                  "error.bad-value", label(e.getArgSpec()), reason(e.getArgSpec(), e.getValue()))
              : Objects.requireNonNullElse(e.getMessage(), "");
    };
  }

  /** Why a value is none of its kind, where that is known: numbers are read by the parser. */
  private String reason(ArgSpec arg, String value) {
    if (arg.type() == Integer.class) {
      return messages.text("error.no-whole-number", value, Integer.MAX_VALUE);
    }
    if (arg.type() == Long.class) {
      return messages.text("error.no-whole-number", value, Long.MAX_VALUE);
    }
    return arg.type() == Double.class ? messages.text("error.no-number", value) : value;
  }

  private String unmatched(UnmatchedArgumentException e) {
    String arg = e.getUnmatched().getFirst();
    if (arg.isEmpty()) {
      return messages.text("error.empty");
    }
    if (!arg.startsWith("-")) {
      return messages.text("error.unexpected", arg);
    }
    return unknownOption(e, arg);
  }

  /** An option that nobody knows, whose value or place may be what is missing; else nothing. */
  private static String strangeOption(MissingParameterException e) {
    return e.getCommandLine().getUnmatchedArguments().stream()
        .filter(arg -> arg.startsWith("-"))
        .findFirst()
        .orElse("");
  }

  private String unknownOption(ParameterException e, String arg) {
    if (isThere(arg)) {
      return messages.text("error.dashed-name", arg);
    }
    List<String> options =
        e.getCommandLine().getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .toList();
    String nearest = Nearest.of(arg.split("=", 2)[0], options);
    return nearest.isEmpty()
        ? messages.text("error.unknown-option", arg)
        : messages.text("error.unknown-option-like", arg, nearest);
  }

  /** Whether somebody means a file whose name begins like an option. */
  private static boolean isThere(String arg) {
    try {
      return Files.exists(Path.of(arg), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String label(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  /** A command threw. The stack is shown only to those who debug. */
  int failure(Throwable e, Path home, boolean stack) {
    if (stack) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      output.error(trace.toString());
    }
    return switch (e) {
      case CliException told -> tell(told.exit(), told.code(), told.text(messages), "");
      case ApiException told -> daemon(told, home);
      case NoSuchFileException missing ->
          tell(ExitCode.NOT_FOUND, "not-found", text("not-found", missing.getFile()), "");
      case FileNotFoundException missing ->
          tell(ExitCode.NOT_FOUND, "not-found", text("not-found", missing.getMessage()), "");
      case AccessDeniedException denied ->
          tell(ExitCode.DENIED, "denied", text("denied", denied.getFile()), "");
      case FileSystemException file ->
          tell(ExitCode.FAILURE, "file", text("file", file.getFile(), reason(file)), "");
      case IOException io -> tell(ExitCode.FAILURE, "io", text("io", message(io)), "");
      case InvalidPathException path ->
          tell(ExitCode.FAILURE, "unusable-path", text("unusable-path", path.getInput()), "");
      case InterruptedException interrupted -> ExitCode.INTERRUPTED;
      case OutOfMemoryError memory ->
          tell(ExitCode.FAILURE, "out-of-memory", text("out-of-memory"), "");
      default -> tell(ExitCode.FAILURE, "internal", text("internal", e.toString()), "");
    };
  }

  /** What the daemon said, or why there is none to say it; with all that could have been meant. */
  private int daemon(ApiException e, Path home) {
    Sentence detail =
        e.code().equals(ApiException.NO_DAEMON) ? Sentence.plain(home.toString()) : e.sentence();
    CliException told = CliException.said(Troubles.exit(e), e.code(), detail);
    if (output.isJson()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", e.code());
      error.put("message", Printable.of(told.text(messages)));
      if (!e.candidates().isEmpty()) {
        error.put("candidates", e.candidates());
      }
      output.json(Map.of("error", error));
      return told.exit();
    }
    String text = Printable.of(told.text(messages));
    output.error(output.styledNote(Style.BAD, "minibit:") + " " + text);
    if (told.exit() == ExitCode.NOT_FOUND && !e.candidates().isEmpty()) {
      output.error(messages.text("choice.near"));
    }
    for (Candidate candidate : e.candidates()) {
      output.error("  " + new CandidateText(messages, output).line(candidate));
    }
    if (e.code().equals(ApiException.NO_DAEMON)) {
      output.error(messages.text("hint.up"));
    }
    return told.exit();
  }

  private String text(String code, @Nullable Object... args) {
    Object[] shown = new Object[args.length];
    for (int i = 0; i < args.length; i++) {
      shown[i] = args[i] == null ? "?" : args[i];
    }
    return messages.text("error." + code, shown);
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private int tell(int exit, String code, String text, String help) {
    // Arguments of messages may carry names from elsewhere; line feeds of ours do not occur.
    String safe = Printable.of(text);
    if (output.isJson()) {
      Map<String, String> error = new LinkedHashMap<>();
      error.put("code", code);
      error.put("message", safe);
      output.json(Map.of("error", error));
    } else {
      output.error(output.styledNote(Style.BAD, "minibit:") + " " + safe);
      if (!help.isEmpty()) {
        output.error(messages.text("hint.help", help));
      }
    }
    return exit;
  }
}
