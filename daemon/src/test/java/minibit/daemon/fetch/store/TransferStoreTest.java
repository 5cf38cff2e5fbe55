package minibit.daemon.fetch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import minibit.daemon.engine.RateLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that belong together are kept together, or not at all. */
class TransferStoreTest {
  private static final RateLimits SLOW = new RateLimits(10, 20);

  @TempDir Path folder;

  private TransferStore store;

  @BeforeEach
  void open() {
    store = TransferStore.open(folder.resolve("transfers.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Memory runs out between two changes: the first is not kept without the second. */
  @Test
  void anErrorTakesAllBack() {
    assertThatThrownBy(
            () ->
                store.atOnce(
                    () -> {
                      store.putLimits(SLOW);
                      throw new OutOfMemoryError("as if");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(store.limits()).isNotEqualTo(SLOW);
    store.putLimits(SLOW);
    assertThat(store.limits()).isEqualTo(SLOW);
  }

  /** One of many fails within: what it had changed is taken back, and the others stay. */
  @Test
  void whatFailsWithinTakesBackItsOwn() {
    store.atOnce(
        () -> {
          store.decline("first");
          assertThatThrownBy(
                  () ->
                      store.atOnce(
                          () -> {
                            store.decline("second");
                            throw new IllegalStateException("as if");
                          }))
              .isInstanceOf(IllegalStateException.class);
          store.decline("third");
        });

    assertThat(store.declined()).containsExactlyInAnyOrder("first", "third");
  }
}
