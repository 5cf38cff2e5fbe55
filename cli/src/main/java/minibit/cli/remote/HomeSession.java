package minibit.cli.remote;

import java.nio.file.Path;
import java.util.Optional;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.Results;
import minibit.cli.frame.Session;
import minibit.daemon.api.Backend;
import minibit.daemon.api.client.ApiClient;
import org.jspecify.annotations.Nullable;

/** A command on its own: the daemon of a home folder, and nobody to ask. One thread. */
public final class HomeSession implements Session {
  private final Path home;
  private final Results results = new Results();
  private @Nullable Backend daemon;

  /** Nothing is looked for until a command wants the daemon. */
  public HomeSession(Path home) {
    this.home = home;
  }

  @Override
  public Backend daemon() {
    if (daemon == null) {
      daemon = ApiClient.of(home);
    }
    return daemon;
  }

  @Override
  public Optional<Dialogue> dialogue() {
    return Optional.empty();
  }

  @Override
  public Results results() {
    return results;
  }
}
