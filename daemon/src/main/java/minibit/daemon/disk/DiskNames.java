package minibit.daemon.disk;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import minibit.core.words.Sentence;
import minibit.daemon.disk.CreateException.Code;

/** Whether the names of files are text, so that they can stand in a torrent and be found again. */
final class DiskNames {
  /** How names are written here; Java takes it from the locale. */
  private static final String ENCODING = System.getProperty("sun.jnu.encoding", "?");

  /** How a path shows bytes that it could not decode. */
  private static final char UNDECODED = '\uFFFD';

  private static final Sentence ADVICE =
      Sentence.of("choose-utf8", "choose a locale with UTF-8, such as LC_ALL=C.UTF-8");

  private DiskNames() {}

  /** Refuses a path whose last name, as it is shown, would not lead back to it. */
  static void requireText(Path path, String shown) throws CreateException {
    if (shown.indexOf(UNDECODED) >= 0 && !leadsBack(path, shown)) {
      throw new CreateException(
          Code.BAD_NAME,
          path.toString(),
          isUtf8()
              ? Sentence.of("name-no-utf8", "{0} has a name that is no UTF-8: rename it", path)
              : Sentence.of(
                  "name-no-encoding",
                  "{0} has a name that is no {1}: {2}",
                  path,
                  ENCODING,
                  ADVICE));
    }
  }

  /** A fault that says of a name which it is and why it cannot be written. */
  static StorageException unwritable(String name, InvalidPathException why) {
    return new StorageException(
        StorageException.Code.UNUSABLE_PATH,
        isUtf8()
            ? Sentence.plain(name)
            : Sentence.of(
                "name-unwritable", "{0} (names are {1} here: {2})", name, ENCODING, ADVICE),
        why);
  }

  private static boolean leadsBack(Path path, String shown) {
    try {
      return path.resolveSibling(shown).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isUtf8() {
    return ENCODING.equalsIgnoreCase("UTF-8");
  }
}
