package minibit.cli.transfer;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.Wishes;

/**
 * Which files of a torrent are wanted, as the user names them: numbers in the order of the torrent
 * from 0 ({@code 0,2,4-6}), or patterns such as {@code *.mp4} against the file's name, with a slash
 * in them against its path. Nothing named: everything wanted.
 */
public final class FileChoice {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private final List<String> parts;

  /** Takes the values of the flag; commas separate. */
  public FileChoice(List<String> values) {
    List<String> split = new ArrayList<>();
    for (String value : values) {
      for (String part : value.split(",", -1)) {
        if (!part.isBlank()) {
          split.add(part.strip());
        }
      }
    }
    this.parts = List.copyOf(split);
  }

  /** Whether everything is wanted. */
  public boolean isAll() {
    return parts.isEmpty();
  }

  /** The wishes for this torrent; a selection that wants nothing of it is an error. */
  public Wishes wishes(Metainfo metainfo, boolean sequential) throws CliException {
    if (isAll()) {
      return new Wishes(List.of(), sequential);
    }
    List<TorrentFile> files = metainfo.files();
    BitSet wanted = new BitSet(files.size());
    for (String part : parts) {
      select(part, files, wanted);
    }
    List<Integer> priorities = new ArrayList<>(files.size());
    boolean any = false;
    for (int i = 0; i < files.size(); i++) {
      priorities.add(wanted.get(i) ? Wishes.NORMAL : Wishes.SKIP);
      any |= wanted.get(i) && files.get(i).isContent();
    }
    if (!any) {
      throw new CliException(ExitCode.NOT_FOUND, "nothing-selected", String.join(",", parts));
    }
    return new Wishes(priorities, sequential);
  }

  private static void select(String part, List<TorrentFile> files, BitSet wanted)
      throws CliException {
    Matcher numbers = NUMBERS.matcher(part);
    if (numbers.matches()) {
      int first = Integer.parseInt(numbers.group(1));
      int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
      // Numbers beyond the last file are harmless (BEP 53).
      if (first <= last && first < files.size()) {
        wanted.set(first, Math.min(last, files.size() - 1) + 1);
      }
      return;
    }
    PathMatcher matcher = matcher(part);
    for (int i = 0; i < files.size(); i++) {
      TorrentFile file = files.get(i);
      String shown = part.contains("/") ? file.slashed() : file.path().getLast();
      if (file.isContent() && matcher.matches(Path.of(shown))) {
        wanted.set(i);
      }
    }
  }

  private static PathMatcher matcher(String glob) throws CliException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new CliException(ExitCode.USAGE, "bad-pattern", glob);
    }
  }
}
