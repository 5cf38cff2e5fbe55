package minibit.cli.shell;

import java.nio.file.Path;
import java.util.function.Function;
import minibit.daemon.api.Backend;
import minibit.daemon.api.client.ApiClient;

/**
 * A daemon that a shell can speak to.
 *
 * @param name what {@code use} calls it
 * @param home its folder
 * @param connect finds the daemon of a home
 */
public record Target(String name, Path home, Function<Path, Backend> connect) {
  /** The daemon of a home, by its API. */
  public static Target of(String name, Path home) {
    return new Target(name, home, ApiClient::of);
  }
}
