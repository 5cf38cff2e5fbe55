package minibit.daemon.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that open an API are their owner's alone, and never half written. */
class AccessTest {
  @TempDir private Path home;

  private void write(String name, String text, String rights) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private String rights(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
  }

  @Test
  void tokensAreMadeOnceAndKept() throws IOException {
    ApiToken made = ApiToken.openOrCreate(home);
    assertThat(rights(ApiToken.FILE)).isEqualTo("rw-------");
    assertThat(made.text()).matches("[0-9a-f]{64}");
    assertThat(ApiToken.openOrCreate(home).text()).isEqualTo(made.text());
    assertThat(ApiToken.read(home).orElseThrow().matches(made.text())).isTrue();
    assertThat(ApiToken.random().text()).isNotEqualTo(made.text());
    assertThat(made.toString()).doesNotContain(made.text());
  }

  /** A token that others could read is none any more. */
  @Test
  void tokensThatWereSeenAreReplaced() throws IOException {
    String old = ApiToken.random().text();
    write(ApiToken.FILE, old + "\n", "rw-r--r--");
    ApiToken made = ApiToken.openOrCreate(home);
    assertThat(made.matches(old)).isFalse();
    assertThat(rights(ApiToken.FILE)).isEqualTo("rw-------");
  }

  @Test
  void whatIsNoTokenIsReplaced() throws IOException {
    for (String text : List.of("", "short", "g".repeat(64), "a".repeat(65))) {
      write(ApiToken.FILE, text, "rw-------");
      assertThat(ApiToken.read(home)).isEmpty();
      assertThat(ApiToken.openOrCreate(home).text()).hasSize(64);
    }
  }

  @Test
  void addressesAreReadBack() throws IOException {
    assertThat(ApiAddress.read(home)).isEmpty();
    ApiAddress address =
        new ApiAddress(
            "[::1]:6880", 5, Instant.parse("2026-01-01T00:00:00Z"), Optional.of("PEM\n"));
    address.write(home);
    assertThat(ApiAddress.read(home)).contains(address);
    assertThat(rights(ApiAddress.FILE)).isEqualTo("rw-------");
    assertThat(Files.readString(home.resolve(ApiAddress.FILE)))
        .startsWith("{\"address\":\"[::1]:6880\",\"pid\":5,\"started\":\"2026-01-01T00:00:00Z\"");
  }

  /** A daemon that ends leaves the file of one that began meanwhile. */
  @Test
  void onlyOnesOwnAddressIsRemoved() throws IOException {
    ApiAddress mine = ApiAddress.plain("127.0.0.1:1", 5, Instant.EPOCH);
    ApiAddress other = ApiAddress.plain("127.0.0.1:2", 6, Instant.EPOCH);
    other.write(home);
    mine.remove(home);
    assertThat(ApiAddress.read(home)).contains(other);
    other.remove(home);
    assertThat(ApiAddress.read(home)).isEmpty();
    other.remove(home);
  }

  @Test
  void brokenAddressesAreTold() throws IOException {
    for (String text : List.of("", "{", "[]", "5")) {
      write(ApiAddress.FILE, text, "rw-------");
      assertThatThrownBy(() -> ApiAddress.read(home))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("api.json");
    }
  }
}
