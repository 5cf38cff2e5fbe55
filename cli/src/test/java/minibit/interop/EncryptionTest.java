package minibit.interop;

import static minibit.interop.Cast.MINIBIT;

import java.util.stream.Stream;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that speak to nobody who does not encrypt everything: as we are by default, which takes a
 * second dial where we dial, and as we are when we require the same.
 */
@Tag("interop")
class EncryptionTest {
  private static final long SIZE = 16 << 20;

  private static Client us(String policy) {
    return policy.equals("allowed") ? MINIBIT : new Minibit(policy);
  }

  @ParameterizedTest(name = "{0}, we {1}")
  @MethodSource("cases")
  void theyFetchFromUs(String client, String policy) {
    meeting("seeds-to-" + client, policy).meet(us(policy), Cast.encrypting(client));
  }

  @ParameterizedTest(name = "{0}, we {1}")
  @MethodSource("cases")
  void weFetchFromThem(String client, String policy) {
    meeting("fetches-from-" + client, policy).meet(Cast.encrypting(client), us(policy));
  }

  // Otherwise it is the fetcher who dials; here we seed and dial.
  @ParameterizedTest(name = "{0}, we {1}")
  @MethodSource("cases")
  void theyFetchFromUsAndWeDial(String client, String policy) {
    meeting("dials-and-seeds-to-" + client, policy)
        .seederDials(us(policy), Cast.encrypting(client));
  }

  static Stream<Arguments> cases() {
    return Stream.concat(Cast.foreign().map(Client::name), Stream.of("minibit"))
        .flatMap(
            client -> Stream.of("allowed", "required").map(policy -> Arguments.of(client, policy)));
  }

  private static Meeting meeting(String what, String policy) {
    return new Meeting(
        Workspace.fresh("encryption", what + "-" + policy),
        Torrent.of(Payload.FILE, Version.V1, SIZE));
  }
}
