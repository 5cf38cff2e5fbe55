package minibit.daemon.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test, and what goes before it, the {@link FetchingDaemon} they ask for: one a test, in a
 * folder of its own. Both are gone afterwards.
 */
final class WithFetchingDaemon implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(WithFetchingDaemon.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FetchingDaemon.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent("daemon", _ -> open(), Opened.class)
        .daemon();
  }

  private static Opened open() {
    try {
      return new Opened(FetchingDaemon.in(Files.createTempDirectory("fetching")));
    } catch (Exception e) {
      throw new ParameterResolutionException("no daemon", e);
    }
  }

  /** Closed with the test that it was opened for. */
  private record Opened(FetchingDaemon daemon) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      daemon.close();
      List<Path> all;
      try (Stream<Path> found = Files.walk(daemon.folder)) {
        all = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }
}
