package minibit.daemon.desk;

import java.nio.file.Path;

/** Where the files of a folder of somebody else's go. Pure. */
public final class FolderPlaces {
  private FolderPlaces() {}

  /**
   * The folder for a file: below {@code out}, whatever names others gave.
   *
   * @param path share name, folders and file name, {@code /} between, as a member says
   * @param cut letters of it that are left away
   */
  public static Path of(Path out, String path, int cut) {
    String[] names = path.substring(cut).split("/");
    Path folder = out;
    for (int i = 0; i < names.length - 1; i++) {
      folder = folder.resolve(safe(names[i]));
    }
    return folder;
  }

  private static String safe(String name) {
    String plain = name.replaceAll("[\\x00-\\x1f\\x7f\\\\]", "_").strip();
    return plain.isEmpty() || plain.equals(".") || plain.equals("..") ? "_" : plain;
  }
}
