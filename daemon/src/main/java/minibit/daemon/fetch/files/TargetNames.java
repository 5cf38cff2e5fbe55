package minibit.daemon.fetch.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import minibit.core.metainfo.SafeNames;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;

/**
 * Names under which transfers lie in their folders: never one that something else has. Any thread.
 */
public final class TargetNames {
  /** Tries with a number: nobody has so many files of one name in one folder. */
  private static final int MAX_TRIES = 10_000;

  /** Longer endings are no file type. */
  private static final int MAX_ENDING = 16;

  private final Map<Path, String> taken = new HashMap<>();

  /** This place belongs to that transfer, whatever lies there. */
  public synchronized void keep(Path place, String transfer) {
    taken.put(place, transfer);
  }

  /** The transfer is gone. */
  public synchronized void free(Path place) {
    taken.remove(place);
  }

  /**
   * A free name for a transfer: the wanted one, else {@code name (2).ext} and so on. It is kept for
   * that transfer from now on.
   */
  public synchronized String choose(Path folder, String wanted, String transfer) {
    String name = SafeNames.clean(wanted).orElse(transfer);
    for (int number = 1; number < MAX_TRIES; number++) {
      String candidate = number == 1 ? name : numbered(name, number);
      Path place = folder.resolve(candidate);
      if (!taken.containsKey(place) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        taken.put(place, transfer);
        return candidate;
      }
    }
    throw new FetchException(
        FetchException.Code.BAD_FOLDER,
        Sentence.of("no-free-name", "no free name like {0} in {1}", name, folder));
  }

  /** The number goes before the ending, and the name is cut so that both still fit. */
  static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    boolean hasEnding = dot > 0 && name.length() - dot <= MAX_ENDING;
    String ending = hasEnding ? name.substring(dot) : "";
    String tail = " (" + number + ")" + ending;
    String stem = hasEnding ? name.substring(0, dot) : name;
    while (bytes(stem) + bytes(tail) > SafeNames.MAX_NAME) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + tail;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
