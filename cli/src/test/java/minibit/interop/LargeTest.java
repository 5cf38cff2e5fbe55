package minibit.interop;

import static minibit.interop.Cast.LIBTORRENT;
import static minibit.interop.Cast.MINIBIT;

import java.time.Duration;
import java.util.stream.Stream;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files past the sizes at which counters and offsets of 31 and 32 bits give out. */
@Tag("large")
class LargeTest {
  private static final long GIB = 1L << 30;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void theyFetchOneGibibyteFromUs(String client) {
    meeting("seeds-to-" + client, Version.V1, GIB).meet(MINIBIT, Cast.named(client));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void weFetchOneGibibyteFromThem(String client) {
    meeting("fetches-from-" + client, Version.V1, GIB).meet(Cast.named(client), MINIBIT);
  }

  @Test
  void weFetchFiveGibibytesFromLibtorrent() {
    meeting("five-gibibytes", Version.HYBRID, 5 * GIB).meet(LIBTORRENT, MINIBIT);
  }

  static Stream<String> clients() {
    return Cast.foreign().map(Client::name);
  }

  private static Meeting meeting(String what, Version version, long size) {
    return new Meeting(Workspace.fresh("large", what), Torrent.of(Payload.FILE, version, size))
        .within(LIMIT);
  }
}
