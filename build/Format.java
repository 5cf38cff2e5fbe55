import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Judges (check) or rewrites (fix) the layout of every Java source below a folder. */
class Format {
  public static void main(String[] args) throws Exception {
    boolean fix = args[0].equals("fix");
    Path root = Path.of(args[1]);
    List<Path> sources;
    try (var walk = Files.walk(root)) {
      sources =
          walk.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !root.relativize(file).toString().matches("(.*/)?target/.*"))
              .sorted()
              .toList();
    }
    List<Path> different =
        sources.parallelStream().filter(file -> differs(file, fix)).sorted().toList();
    for (Path file : different) {
      System.out.println((fix ? "formatted " : "not formatted: ") + root.relativize(file));
    }
    if (!fix && !different.isEmpty()) {
      System.out.println("to mend: mvn -N process-sources -Dformat");
      System.exit(1);
    }
  }

  static boolean differs(Path file, boolean fix) {
    try {
      String source = Files.readString(file);
      String clean = RemoveUnusedImports.removeUnusedImports(source);
      String wanted =
          new Formatter().formatSource(ImportOrderer.reorderImports(clean, Style.GOOGLE));
      if (wanted.equals(source)) {
        return false;
      }
      if (fix) {
        Files.writeString(file, wanted);
      }
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }
}
