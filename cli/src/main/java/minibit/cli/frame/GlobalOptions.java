package minibit.cli.frame;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself: flags that may stand before or after any command. */
@Command(name = "minibit")
public final class GlobalOptions {
  @Option(names = "--home", paramLabel = "DIR", scope = ScopeType.INHERIT)
  private @Nullable Path home;

  @Option(names = "--json", scope = ScopeType.INHERIT)
  private boolean json;

  @Option(names = "--lang", paramLabel = "en|pt-BR", scope = ScopeType.INHERIT)
  private @Nullable String lang;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT)
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT)
  private boolean[] verbose = new boolean[0];

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT)
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT)
  private boolean version;

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
    return verbose.length;
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
