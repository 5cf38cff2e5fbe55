package minibit.cli.transfer;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Selection;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.Wishes;

/**
 * Which files of a torrent are wanted. The user names them by their numbers as {@code info} shows
 * them, from 1 and without padding ({@code 1,3,5-7}), or by patterns such as {@code *.mp4} against
 * the file's name, with a slash in them against its path. A magnet link names them by their indices
 * in the torrent, from 0 and with padding (BEP 53). Nothing named: everything wanted.
 */
public final class FileChoice {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private final List<String> parts;
  private final Optional<Selection> indices;

  private FileChoice(List<String> parts, Optional<Selection> indices) {
    this.parts = List.copyOf(parts);
    this.indices = indices;
  }

  /** Everything. */
  public static FileChoice all() {
    return new FileChoice(List.of(), Optional.empty());
  }

  /** What the user names; commas separate. */
  public static FileChoice named(List<String> values) {
    List<String> parts = new ArrayList<>();
    for (String value : values) {
      for (String part : value.split(",", -1)) {
        if (!part.isBlank()) {
          parts.add(part.strip());
        }
      }
    }
    return new FileChoice(parts, Optional.empty());
  }

  /** What a magnet link names. */
  public static FileChoice of(Selection indices) {
    return new FileChoice(List.of(), Optional.of(indices));
  }

  /** Whether everything is wanted. */
  public boolean isAll() {
    return parts.isEmpty() && indices.isEmpty();
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
      boolean want = wanted.get(i) || contains(i);
      priorities.add(want ? Wishes.NORMAL : Wishes.SKIP);
      any |= want && files.get(i).isContent();
    }
    if (!any) {
      throw new CliException(ExitCode.NOT_FOUND, "nothing-selected", this);
    }
    return new Wishes(priorities, sequential);
  }

  private boolean contains(int index) {
    return indices.filter(selection -> selection.contains(index)).isPresent();
  }

  private static void select(String part, List<TorrentFile> files, BitSet wanted)
      throws CliException {
    Matcher numbers = NUMBERS.matcher(part);
    if (numbers.matches()) {
      int first = Integer.parseInt(numbers.group(1));
      int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
      if (first < 1 || last < first) {
        throw new CliException(ExitCode.USAGE, "bad-file-number", part);
      }
      selectNumbers(first, last, files, wanted);
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

  /** Numbers beyond the last file are harmless, as in a magnet link. */
  private static void selectNumbers(int first, int last, List<TorrentFile> files, BitSet wanted) {
    int number = 0;
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).pad() && ++number >= first && number <= last) {
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

  /** As it was given. */
  @Override
  public String toString() {
    return indices.map(Selection::toString).orElse(String.join(",", parts));
  }
}
