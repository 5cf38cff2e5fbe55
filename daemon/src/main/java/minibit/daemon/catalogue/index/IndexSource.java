package minibit.daemon.catalogue.index;

import java.util.Optional;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueState;

/** The catalogue that an index is made from, as a voter keeps it. */
public interface IndexSource {
  /** The last log entry applied to it. */
  long applied();

  /** Reads it as it is now. Short: applying waits meanwhile. */
  <T> T read(Function<CatalogueState, T> reader);

  /** Which log it follows, once that has begun. */
  default Optional<LogName> log() {
    return read(CatalogueState::group).map(found -> new LogName(found.group(), found.recovery()));
  }
}
