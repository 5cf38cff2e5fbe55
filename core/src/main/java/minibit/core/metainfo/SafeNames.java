package minibit.core.metainfo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.bencode.BBytes;

/**
 * Makes file names out of whatever bytes a torrent holds. Separators and invisible direction marks
 * are left out; control characters and bytes that are no UTF-8 become {@code _}; names that mean a
 * folder itself or its parent vanish; long ones are cut. On Windows also what that system cannot
 * store is replaced. Honest names pass unchanged, so that data which exists is found again.
 */
public final class SafeNames {
  /** Bytes of one name: what the usual file systems hold. */
  public static final int MAX_NAME = 255;

  /** Bytes of a whole path: systems stop at 4096, and the folder one saves into comes before it. */
  public static final int MAX_PATH = 3072;

  /** Longer endings are no file type, and not worth keeping when a name is cut. */
  private static final int MAX_ENDING = 16;

  private static final String NOT_ON_WINDOWS = "<>:\"|?*";
  private static final Set<String> WINDOWS_DEVICES = windowsDevices();
  private static final boolean ON_WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private SafeNames() {}

  /** The name, or empty if nothing is left of it. */
  public static Optional<String> clean(BBytes raw) {
    return clean(raw, ON_WINDOWS);
  }

  /** The name, or empty if nothing is left of it. */
  public static Optional<String> clean(String name) {
    return clean(BBytes.of(name), ON_WINDOWS);
  }

  static Optional<String> clean(BBytes raw, boolean windows) {
    byte[] bytes = raw.toBytes();
    if (!windows && isPlain(bytes)) {
      return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
    }
    StringBuilder name = new StringBuilder(raw.length());
    decode(raw)
        .codePoints()
        .filter(point -> point != '/' && point != '\\' && !isDirectionMark(point))
        .forEach(point -> name.appendCodePoint(isUnwritable(point, windows) ? '_' : point));
    String text = name.toString();
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      return Optional.empty();
    }
    return Optional.of(cut(windows ? storableOnWindows(text) : text, ""));
  }

  /** Nearly every name is, and a torrent may have a million. */
  private static boolean isPlain(byte[] name) {
    if (name.length == 0 || name.length > MAX_NAME || name[0] == '.') {
      return false;
    }
    for (byte b : name) {
      if (b < ' ' || b > '~' || b == '/' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String decode(BBytes raw) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith("_");
    try {
      return decoder.decode(ByteBuffer.wrap(raw.toBytes())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a replacing decoder does not complain", e);
    }
  }

  /** Marks that turn the direction of text, and with it the end a reader takes for the type. */
  private static boolean isDirectionMark(int point) {
    return point == 0x061c
        || point == 0x200e
        || point == 0x200f
        || point >= 0x202a && point <= 0x202e
        || point >= 0x2066 && point <= 0x2069;
  }

  private static boolean isUnwritable(int point, boolean windows) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || windows && NOT_ON_WINDOWS.indexOf(point) >= 0;
  }

  private static String storableOnWindows(String name) {
    String text = name;
    if (text.endsWith(".") || text.endsWith(" ")) {
      text = text.substring(0, text.length() - 1) + "_";
    }
    int dot = text.indexOf('.');
    String stem = (dot < 0 ? text : text.substring(0, dot)).stripTrailing();
    return WINDOWS_DEVICES.contains(stem.toUpperCase(Locale.ROOT)) ? "_" + text : text;
  }

  private static Set<String> windowsDevices() {
    Set<String> names = new HashSet<>(List.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"));
    for (char digit : "0123456789\u00b9\u00b2\u00b3".toCharArray()) {
      names.add("COM" + digit);
      names.add("LPT" + digit);
    }
    return Set.copyOf(names);
  }

  /**
   * The name with {@code mark} before its ending, its stem cut as far as {@link #MAX_NAME} asks.
   */
  private static String cut(String name, String mark) {
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 ? name.substring(dot) : "";
    if (utf8Length(ending) > MAX_ENDING) {
      ending = "";
    }
    StringBuilder stem = new StringBuilder(name.substring(0, name.length() - ending.length()));
    int room = MAX_NAME - utf8Length(ending) - mark.length();
    while (utf8Length(stem) > room) {
      stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + mark + ending;
  }

  private static int utf8Length(CharSequence text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }

  /** Bytes of a path, its separators included. */
  static int utf8Length(List<String> path) {
    int length = 0;
    for (String name : path) {
      length += utf8Length(name) + 1;
    }
    return length;
  }

  /**
   * Gives every path its own place: a path that is taken, or that is a folder of another, gets a
   * number before its ending ({@code bar.txt}, {@code bar.1.txt}). A path that is empty becomes
   * {@code _}.
   *
   * @param paths of all files that are written, links included
   */
  static List<List<String>> distinct(List<List<String>> paths) {
    return distinct(paths, ON_WINDOWS);
  }

  static List<List<String>> distinct(List<List<String>> paths, boolean windows) {
    Set<List<String>> folders = new HashSet<>();
    List<String> before = List.of();
    for (List<String> path : paths) {
      // Folders repeat, most often at once: when one is known, so are those above it.
      int depth = path.size() - 1;
      if (depth <= 0 || path.subList(0, depth).equals(before)) {
        continue;
      }
      before = path.subList(0, depth);
      while (depth > 0 && folders.add(key(path.subList(0, depth), windows))) {
        depth--;
      }
    }
    Set<List<String>> taken = new HashSet<>();
    NextNumbers numbers = new NextNumbers();
    List<List<String>> result = new ArrayList<>(paths.size());
    for (List<String> wished : paths) {
      List<String> path = wished.isEmpty() ? List.of("_") : wished;
      List<String> free = path;
      while (folders.contains(key(free, windows)) || !taken.add(key(free, windows))) {
        free = numbered(path, numbers.next(key(path, windows)));
      }
      result.add(free);
    }
    return result;
  }

  private static List<String> numbered(List<String> path, int number) {
    List<String> changed = new ArrayList<>(path);
    changed.set(path.size() - 1, cut(path.getLast(), "." + number));
    return List.copyOf(changed);
  }

  private static List<String> key(List<String> path, boolean windows) {
    return windows
        ? path.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList()
        : List.copyOf(path);
  }

  /** The next number to try for a path: many files of one name must not take quadratic time. */
  private static final class NextNumbers {
    private final Map<List<String>, Integer> last = new HashMap<>();

    int next(List<String> path) {
      return last.merge(path, 1, Integer::sum);
    }
  }
}
