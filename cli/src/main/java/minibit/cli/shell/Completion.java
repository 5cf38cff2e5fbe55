package minibit.cli.shell;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import minibit.cli.frame.Aliases;
import minibit.cli.frame.Results;
import minibit.cli.frame.Runner;
import minibit.cli.output.Printable;
import minibit.cli.remote.GroupCommand;
import minibit.cli.remote.ListCommand;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.MemberList.Member;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferQuery;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What may come next: commands, their flags, members, what was listed last, transfers, paths. The
 * daemon is asked for members and transfers, within a blink; if it does not answer there are none.
 */
final class Completion implements Completer {
  private static final Duration BLINK = Duration.ofMillis(800);

  /** Names offered at once; more are no help. */
  private static final int MOST = 200;

  private static final Set<String> OF_CONTENT = Set.of("download", "get", "export");
  private static final Set<String> OF_TRANSFERS =
      Set.of("pause", "resume", "remove", "limit", "files");
  private static final Set<String> OF_PATHS =
      Set.of("share", "unshare", "add", "download", "create", "info", "verify", "magnet", "seed");
  private static final Set<String> MEMBER_FLAGS = Set.of("--from", "--member", "--publisher");
  private static final Set<String> PATH_FLAGS = Set.of("--out", "-o", "--output", "--dir");

  private final Runner runner;
  private final Targets targets;
  private final List<String> commands;

  Completion(Runner runner, Targets targets, List<String> commands) {
    this.runner = runner;
    this.targets = targets;
    this.commands = List.copyOf(commands);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words();
    String typed = line.word().substring(0, line.wordCursor());
    if (line.wordIndex() == 0) {
      commands(candidates);
      return;
    }
    String command = Aliases.command(words.getFirst());
    String before = words.get(line.wordIndex() - 1);
    if (MEMBER_FLAGS.contains(before)) {
      members(candidates);
    } else if (PATH_FLAGS.contains(before)) {
      paths(typed, candidates);
    } else if (typed.startsWith("-")) {
      flags(command, candidates);
    } else {
      arguments(command, words, line.wordIndex(), typed, candidates);
    }
  }

  private void commands(List<Candidate> candidates) {
    for (String command : commands) {
      add(candidates, command);
      Aliases.of(command).forEach(alias -> add(candidates, alias));
    }
  }

  private void flags(String command, List<Candidate> candidates) {
    // In the shell it stands for two commands; what both know is what people type.
    String known = command.equals("download") ? "get" : command;
    runner.flags(known).forEach(flag -> add(candidates, flag));
  }

  private void arguments(
      String command, List<String> words, int index, String typed, List<Candidate> candidates) {
    String first = Aliases.word(words.get(1));
    switch (command) {
      case "help" -> commands(candidates);
      case "use" -> targets.all().forEach(target -> add(candidates, target.name()));
      case "browse" -> members(candidates);
      case "list" -> {
        if (index == 1) {
          ListCommand.LISTS.forEach(list -> add(candidates, list));
        } else if (first.equals("holders")) {
          contents(candidates);
        }
      }
      case "group" -> {
        if (index == 1) {
          GroupCommand.ACTIONS.forEach(action -> add(candidates, action));
        } else if (first.equals("forget")) {
          members(candidates);
        }
      }
      default -> {
        if (OF_CONTENT.contains(command)) {
          contents(candidates);
        }
        if (OF_TRANSFERS.contains(command)) {
          transfers(candidates);
        }
        if (OF_PATHS.contains(command)) {
          paths(typed, candidates);
        }
      }
    }
  }

  private void contents(List<Candidate> candidates) {
    for (Results.Result result : targets.results().all()) {
      add(candidates, result.name());
    }
  }

  private void members(List<Candidate> candidates) {
    try {
      quick().members().members().stream()
          .map(Member::name)
          .distinct()
          .limit(MOST)
          .forEach(name -> add(candidates, name));
    } catch (ApiException e) {
      // Completion is a kindness; the command itself will say that nobody answers.
    }
  }

  private void transfers(List<Candidate> candidates) {
    try {
      quick().transfers(TransferQuery.of(new Page(0, MOST))).transfers().stream()
          .map(Transfer::name)
          .forEach(name -> add(candidates, name));
    } catch (ApiException e) {
      // As for members.
    }
  }

  private minibit.daemon.api.Backend quick() {
    return targets.daemon() instanceof ApiClient client ? client.patient(BLINK) : targets.daemon();
  }

  private static void paths(String typed, List<Candidate> candidates) {
    int slash = typed.lastIndexOf('/');
    String folder = typed.substring(0, slash + 1);
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(Tilde.expand(folder.isEmpty() ? "." : folder))) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        boolean hidden = name.startsWith(".") && !typed.substring(slash + 1).startsWith(".");
        if (!hidden && candidates.size() < MOST && Printable.of(name).equals(name)) {
          boolean inside = Files.isDirectory(entry);
          String value = folder + name + (inside ? "/" : "");
          candidates.add(
              new Candidate(value, name + (inside ? "/" : ""), null, null, null, null, !inside));
        }
      }
    } catch (IOException | InvalidPathException e) {
      // A folder that cannot be read has nothing to offer.
    }
  }

  /** What a terminal could not show or take back is not offered. */
  private static void add(List<Candidate> candidates, String word) {
    if (!word.isEmpty() && Printable.of(word).equals(word)) {
      candidates.add(new Candidate(word));
    }
  }

  /** The commands that only exist inside of a shell, before the others. */
  static List<String> withBuiltIns(List<String> commands, List<String> builtIns) {
    List<String> all = new ArrayList<>(commands);
    builtIns.stream().filter(word -> !all.contains(word)).forEach(all::add);
    return all;
  }
}
