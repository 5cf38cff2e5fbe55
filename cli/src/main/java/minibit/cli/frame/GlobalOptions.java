package minibit.cli.frame;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program itself: flags that may stand before or after any command. */
public final class GlobalOptions {
  private @Nullable Path home;
  private boolean json;
  private @Nullable String lang;
  private boolean quiet;
  private int verbosity;
  private boolean help;
  private boolean version;

  void declare(Arguments arguments) {
    arguments.option(Kind.PATH, "DIR", value -> home = value, "--home");
    arguments.flag(on -> json = on, "--json");
    arguments.option(Kind.TEXT, "en|pt-BR", value -> lang = value, "--lang");
    arguments.counted(times -> quiet = times > 0, "-q", "--quiet");
    arguments.counted(times -> verbosity = times, "-v", "--verbose");
    arguments.usage(on -> help = on, "-h", "--help");
    arguments.version(on -> version = on, "-V", "--version");
  }

  /** {@code --home}, else {@code MINIBIT_HOME}, else {@code ~/.minibit}. */
  public Path home(Map<String, String> environment) {
    if (home != null) {
      return home;
    }
    String named = environment.getOrDefault("MINIBIT_HOME", "");
    return named.isEmpty() ? Path.of(System.getProperty("user.home"), ".minibit") : Path.of(named);
  }

  /** Whether results are wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** The language asked for by flag. */
  public @Nullable String lang() {
    return lang;
  }

  /** Whether progress and notes are unwanted. */
  public boolean quiet() {
    return quiet;
  }

  /** 0, 1 for informative, 2 for debugging. */
  public int verbosity() {
    return verbosity;
  }

  /** Whether the usage is wanted instead of the work. */
  public boolean help() {
    return help;
  }

  /** Whether the version is wanted instead of the work. */
  public boolean version() {
    return version;
  }
}
