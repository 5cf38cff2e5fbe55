package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import minibit.daemon.api.Laboratory;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One run at a time, which can be watched and ended. */
@Timeout(30)
class LaboratoryDeskTest {
  private static final LaboratoryRequest WANTED =
      new LaboratoryRequest("crowd", 10, 10, 1, List.of("rarest"), List.of("tit-for-tat"));

  private final CountDownLatch goOn = new CountDownLatch(1);

  private final LaboratoryDesk desk = new LaboratoryDesk(Optional.of(new Slow()));

  /** Plays until it is let go. */
  private final class Slow implements Laboratory {
    @Override
    public LaboratoryMenu menu() {
      return new LaboratoryMenu(
          List.of("crowd"), List.of("rarest"), List.of("tit-for-tat"), 9, 9, 9);
    }

    @Override
    public void check(LaboratoryRequest request) {
      if (request.peers() > 1_000) {
        throw new IllegalArgumentException("1 to 1000 peers");
      }
    }

    @Override
    public List<LaboratoryRun.Result> play(
        LaboratoryRequest request, DoubleConsumer progress, BooleanSupplier cancelled) {
      progress.accept(0.5);
      while (goOn.getCount() > 0) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException();
        }
        Thread.onSpinWait();
      }
      return List.of(
          new LaboratoryRun.Result(
              "rarest",
              "tit-for-tat",
              1,
              2,
              Optional.of(2.0),
              Optional.of(1.0),
              Optional.empty(),
              0,
              List.of(List.of(1.0, 1.0))));
    }
  }

  private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    return thrown instanceof ApiException e ? e.code() : String.valueOf(thrown);
  }

  @Test
  void aRunIsWatchedToItsEnd() {
    String id = desk.start(WANTED).id();
    await().until(() -> desk.run(id).progress() == 0.5);
    assertThat(desk.run(id).state()).isEqualTo(LaboratoryRun.State.RUNNING);
    assertThat(code(() -> desk.start(WANTED))).isEqualTo("laboratory-busy");

    goOn.countDown();
    await().until(() -> desk.run(id).state() == LaboratoryRun.State.DONE);
    assertThat(desk.run(id).results()).hasSize(1);
    assertThat(desk.run(id).progress()).isEqualTo(1);
    desk.remove(id);
    assertThat(code(() -> desk.run(id))).isEqualTo("no-such-run");
  }

  @Test
  void aRunIsEnded() {
    String id = desk.start(WANTED).id();
    desk.remove(id);
    await().until(() -> desk.run(id).state() == LaboratoryRun.State.FAILED);
    assertThat(desk.run(id).problem()).isPresent();
    goOn.countDown();
    assertThat(desk.start(WANTED).id()).isNotEqualTo(id);
  }

  @Test
  void nonsenseIsRefusedWithAWord() {
    LaboratoryRequest huge =
        new LaboratoryRequest("crowd", 5_000, 1, 1, List.of("rarest"), List.of());
    assertThatThrownBy(() -> desk.start(huge)).hasMessageContaining("1 to 1000 peers");
    assertThat(code(() -> desk.start(huge))).isEqualTo("bad-run");
    assertThat(code(() -> new LaboratoryDesk(Optional.empty()).menu())).isEqualTo("no-laboratory");
  }
}
