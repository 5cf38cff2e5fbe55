package minibit.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import minibit.daemon.share.ShareException.Code;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that cannot be written to for a while, as on a full disk. Waits for its time-outs. */
@Tag("slow")
class StoreFaultTest {
  @TempDir private Path folder;

  /** Callers are told, nothing is lost, and everything goes on once the store can be written. */
  @Test
  void sharesGoOnAfterAFaultOfTheStore() throws Exception {
    try (SharesFixture fixture = new SharesFixture(folder)) {
      fixture.write("a", 10);
      fixture.shares.add(fixture.data);
      fixture.refresh();
      Path other = Files.writeString(folder.resolve("other"), "x");
      try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + fixture.config.store());
          Statement statement = lock.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        fixture.write("b", 10);
        assertThatThrownBy(() -> fixture.shares.add(other))
            .isInstanceOfSatisfying(
                ShareException.class, e -> assertThat(e.code()).isEqualTo(Code.STORE_FAILED));
        assertThat(fixture.paths()).contains("data/a");
        statement.execute("ROLLBACK");
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(fixture.paths()).containsExactly("data/a", "data/b"));
      fixture.shares.add(other);
      fixture.awaitPaths("data/a", "data/b", "other");
    }
  }
}
