package minibit.daemon.api;

import java.util.List;
import java.util.stream.Stream;

/** The table of the API: every path and method, and what it asks of the daemon. */
final class Routes {
  /** Longest path or address in a body. */
  static final int MAX_PATH = 4_096;

  /** Longest name, prefix or query in a body. */
  static final int MAX_NAME = 512;

  private Routes() {}

  static List<Route> of(Backend daemon) {
    return Stream.of(
            DaemonRoutes.of(daemon),
            CatalogueRoutes.of(daemon),
            ShareRoutes.of(daemon),
            TransferRoutes.of(daemon),
            TransferDetailRoutes.of(daemon),
            FigureRoutes.of(daemon),
            LaboratoryRoutes.of(daemon),
            GroupRoutes.of(daemon))
        .flatMap(List::stream)
        .toList();
  }
}
