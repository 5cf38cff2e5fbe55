package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import minibit.daemon.config.ListenAt;
import minibit.daemon.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
  @TempDir Path home;

  private final List<InetSocketAddress> tried = new ArrayList<>();

  private Listeners listeners() throws Exception {
    return new Listeners(
        Settings.defaults(), KeptPorts.load(home, RandomGenerator.of("L64X128MixRandom")));
  }

  private InetSocketAddress takenTwice(InetSocketAddress at) throws BindException {
    tried.add(at);
    if (tried.size() <= 2) {
      throw new BindException("in use");
    }
    return at;
  }

  /** Two daemons that start at once may both have found the same port free. */
  @Test
  void aPortThatSomebodyElseWasQuickerToTakeIsLeftToIt() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    InetSocketAddress opened =
        listeners().open("member", ListenAt.AUTO, host, "--member", this::takenTwice);
    assertThat(tried).hasSize(3).doesNotHaveDuplicates().last().isEqualTo(opened);
  }

  @Test
  void aPortThatWasAskedForIsNotReplaced() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    ListenAt said = ListenAt.of(new InetSocketAddress(host, 25_000));
    Listeners listeners = listeners();
    assertThatThrownBy(() -> listeners.open("member", said, host, "--member", this::takenTwice))
        .isInstanceOf(PortTakenException.class)
        .hasMessageContaining("--member");
    assertThat(tried).hasSize(1);
  }
}
