package minibit.interop;

import static minibit.interop.Cast.LIBTORRENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The other clients among themselves, with libtorrent at one end: when these pass and a transfer
 * with minibit does not, the fault is ours and not the harness's.
 */
@Tag("interop")
class ForeignClientsTest {
  private static final long SIZE = 4 << 20;

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void fetchesFromLibtorrent(String client, Payload payload, Version version) {
    meeting("fetches", client, payload, version).meet(LIBTORRENT, Cast.named(client));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void seedsToLibtorrent(String client, Payload payload, Version version) {
    meeting("seeds", client, payload, version).meet(Cast.named(client), LIBTORRENT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void fetchesByMagnetFromLibtorrent(String client) {
    meeting("magnet", client, Payload.FOLDER, Version.V1)
        .byMagnet()
        .meet(LIBTORRENT, Cast.named(client));
  }

  // Why the matrix has no hybrids for transmission 3.00.
  @Test
  void transmissionRefusesHybridTorrentFiles() {
    Torrent torrent = Torrent.of(Payload.FILE, Version.HYBRID, SIZE);
    Path home = Workspace.fresh("foreign", "transmission-refuses");
    Job job = new Job(torrent.file().toString(), home, Loopback.next(), home);

    try (Running daemon = Cast.TRANSMISSION.fetch(job)) {
      assertThatThrownBy(daemon::awaitReady)
          .hasMessageContaining("invalid or corrupt torrent file");
    }
  }

  // Why the matrix has no hybrids for aria2 1.36.
  @Test
  void aria2ComputesAnotherInfoHashForHybrids() {
    Torrent torrent = Torrent.of(Payload.FILE, Version.HYBRID, SIZE);

    String shown =
        Tool.run(
            List.of(Tool.require("aria2c", "aria2"), "--show-files", torrent.file().toString()));

    assertThat(shown).contains("Info Hash: ").doesNotContain("Info Hash: " + torrent.swarm());
  }

  static Stream<Arguments> cases() {
    return Stream.of("transmission", "aria2", "rtorrent")
        .flatMap(
            client ->
                Stream.of(Payload.values())
                    .flatMap(
                        payload ->
                            versions(client)
                                .map(version -> Arguments.of(client, payload, version))));
  }

  static Stream<String> names() {
    return Stream.of("transmission", "aria2", "rtorrent");
  }

  private static Stream<Version> versions(String client) {
    return Cast.named(client).readsHybrids()
        ? Stream.of(Version.V1, Version.HYBRID)
        : Stream.of(Version.V1);
  }

  private static Meeting meeting(String what, String client, Payload payload, Version version) {
    return new Meeting(
        Workspace.fresh("foreign", what + "-" + client + "-" + payload + "-" + version),
        Torrent.of(payload, version, SIZE));
  }
}
