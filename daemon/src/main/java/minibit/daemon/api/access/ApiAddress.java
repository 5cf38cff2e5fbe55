package minibit.daemon.api.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import minibit.daemon.api.model.ApiJson;
import tools.jackson.core.JacksonException;

/**
 * Where a daemon's API listens, as the daemon writes it into its home once it does.
 *
 * @param address {@code host:port}, to connect to
 * @param pid of the daemon
 * @param started when
 * @param certificate the API's certificate in PEM, if it speaks TLS: the only one to be trusted
 */
public record ApiAddress(String address, long pid, Instant started, Optional<String> certificate) {
  /** Name of the file in the home. */
  public static final String FILE = "api.json";

  /** An API without TLS. */
  public static ApiAddress plain(String address, long pid, Instant started) {
    return new ApiAddress(address, pid, started, Optional.empty());
  }

  /** Writes the file. */
  public void write(Path home) throws IOException {
    PrivateFiles.write(home.resolve(FILE), ApiJson.bytes(this));
  }

  /** Removes the file, if it is this daemon's. */
  public void remove(Path home) throws IOException {
    if (read(home).filter(this::equals).isPresent()) {
      Files.deleteIfExists(home.resolve(FILE));
    }
  }

  /**
   * Reads the file; empty if there is none.
   *
   * @throws IOException if it cannot be read or understood
   */
  public static Optional<ApiAddress> read(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ApiJson.read(Files.readAllBytes(file), ApiAddress.class));
    } catch (JacksonException e) {
      throw new IOException(file + " is not the address of a daemon", e);
    }
  }
}
