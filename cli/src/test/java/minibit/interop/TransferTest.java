package minibit.interop;

import static minibit.interop.Cast.LIBTORRENT;
import static minibit.interop.Cast.MINIBIT;

import java.util.stream.Stream;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Torrent files between minibit and each of the others: every byte arrives, in both directions. */
@Tag("interop")
class TransferTest {
  private static final long SIZE = 64 << 20;

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void theyFetchFromUs(String client, Payload payload, Version version) {
    meeting("seeds-to-" + client, payload, version).meet(MINIBIT, Cast.named(client));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void weFetchFromThem(String client, Payload payload, Version version) {
    meeting("fetches-from-" + client, payload, version).meet(Cast.named(client), MINIBIT);
  }

  // Otherwise it is the fetcher who dials; here we seed and dial.
  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void theyFetchFromUsAndWeDial(String client) {
    meeting("dials-and-seeds-to-" + client, Payload.FILE, Version.V1)
        .seederDials(MINIBIT, Cast.named(client));
  }

  @ParameterizedTest
  @EnumSource(Payload.class)
  void weFetchFromASeederThatDialsUs(Payload payload) {
    meeting("dialled-by-libtorrent", payload, Version.HYBRID).seederDials(LIBTORRENT, MINIBIT);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void betweenTwoOfUs(Version version) {
    meeting("pair", Payload.FOLDER, version).meet(MINIBIT, MINIBIT);
  }

  /** Each client with each payload in each version that it can read. */
  static Stream<Arguments> cases() {
    return Cast.foreign()
        .flatMap(
            client ->
                Stream.of(Payload.values())
                    .flatMap(
                        payload ->
                            Stream.of(Version.values())
                                .filter(version -> reads(client, version))
                                .map(version -> Arguments.of(client.name(), payload, version))));
  }

  static Stream<String> clients() {
    return Cast.foreign().map(Client::name);
  }

  private static boolean reads(Client client, Version version) {
    return switch (version) {
      case V1 -> true;
      case HYBRID -> client.readsHybrids();
      case V2 -> client.equals(LIBTORRENT);
    };
  }

  private static Meeting meeting(String what, Payload payload, Version version) {
    return new Meeting(
        Workspace.fresh("transfer", what + "-" + payload + "-" + version),
        Torrent.of(payload, version, SIZE));
  }
}
