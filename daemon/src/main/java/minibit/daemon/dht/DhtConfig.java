package minibit.daemon.dht;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.HostPort;

/**
 * How our node of the DHT runs.
 *
 * @param routers asked first, and again while nobody else is known; none is known by itself
 * @param file in which nodes are kept over restarts; empty: they are not
 * @param keepId whether our ids are kept there too: not where several nodes share the file
 * @param readOnly whether we ask and do not answer (BEP 43)
 */
public record DhtConfig(
    List<HostPort> routers, Optional<Path> file, boolean keepId, boolean readOnly) {
  /** Knows nobody, keeps nothing. */
  public static final DhtConfig NONE_KNOWN =
      new DhtConfig(List.of(), Optional.empty(), false, false);

  /** Copies the list. */
  public DhtConfig {
    routers = List.copyOf(routers);
  }

  /** The same with these routers. */
  public DhtConfig withRouters(List<HostPort> others) {
    return new DhtConfig(others, file, keepId, readOnly);
  }

  /** The same, keeping nodes there. */
  public DhtConfig withFile(Path at, boolean withId) {
    return new DhtConfig(routers, Optional.of(at), withId, readOnly);
  }

  /** The same, answering others or not. */
  public DhtConfig withReadOnly(boolean only) {
    return new DhtConfig(routers, file, keepId, only);
  }
}
