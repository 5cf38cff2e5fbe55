package minibit.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and addresses as people write them. */
class ConvertersTest {
  @ParameterizedTest
  @CsvSource({
    "16384, 16384",
    "16K, 16384",
    "16KiB, 16384",
    "16kB, 16000",
    "1.5M, 1572864",
    "2 MiB/s, 2097152",
    "512B, 512",
    "0, 0",
    "999999999999999999, 999999999999999999"
  })
  void readsSizes(String text, long bytes) throws CliException {
    assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "-1", "1X", "1e9", "9999999999T", "16 apples"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> new ByteSize().convert(text)).isInstanceOf(CliException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:6881, 127.0.0.1:6881",
    "[::1]:0, [0:0:0:0:0:0:0:1]:0",
    ":9000, *:9000",
    "*:9000, *:9000",
  })
  void readsAddresses(String text, String shown) throws CliException {
    InetSocketAddress address = new HostPort().convert(text);

    assertThat(HostPort.text(address)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6881", "127.0.0.1", "::1:6881", "127.0.0.1:65536", "127.0.0.1:x"})
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> new HostPort().convert(text)).isInstanceOf(CliException.class);
  }
}
