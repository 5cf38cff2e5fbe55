package minibit.daemon.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.Laboratory;
import minibit.daemon.trace.WireTrace;

/**
 * What a daemon is started with, beside its settings.
 *
 * @param home its folder
 * @param shares folders and files to share from now on; those shared before stay
 * @param trace is told every wire message; who made it closes it
 * @param version of the program, for people
 * @param laboratory plays swarms in virtual time, if there is one
 */
public record DaemonOptions(
    Path home,
    List<Path> shares,
    WireTrace trace,
    String version,
    Optional<Laboratory> laboratory) {
  /** Makes paths absolute. */
  public DaemonOptions {
    home = home.toAbsolutePath().normalize();
    shares = shares.stream().map(path -> path.toAbsolutePath().normalize()).toList();
  }

  /** A daemon with this home, and nothing else. */
  public static DaemonOptions of(Path home, String version) {
    return new DaemonOptions(home, List.of(), WireTrace.NONE, version, Optional.empty());
  }

  /** The same, sharing these. */
  public DaemonOptions withShares(List<Path> paths) {
    return new DaemonOptions(home, paths, trace, version, laboratory);
  }
}
