package minibit.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import minibit.core.identity.TestIdentity;
import org.junit.jupiter.api.Test;

/**
 * Many copies of one content, as all empty files are: every voter applies commands under a lock, so
 * none may cost the square of the copies. Counted in bytes, which a busy machine does not change.
 */
class CopiesTest {
  private static final int COPIES = 20_480;

  /** Copying the list once for each copy would take 800 MB and more. */
  private static final long BYTES = 150_000_000;

  private static final TestIdentity ANA = TestIdentity.of(1);
  private static final TestIdentity BIA = TestIdentity.of(2);

  private final CatalogueState state = new CatalogueState(7);

  private static long bytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private long apply(CatalogueCommand command) {
    long before = bytes();
    List<Change> changes = state.apply(command);
    long taken = bytes() - before;
    assertThat(changes).noneMatch(Change.Refused.class::isInstance);
    return taken;
  }

  private long register(TestIdentity who) {
    long taken = 0;
    for (int from = 0; from < COPIES; from += CatalogueLimits.BATCH) {
      SharedFile[] files = new SharedFile[CatalogueLimits.BATCH];
      for (int i = 0; i < files.length; i++) {
        files[i] = Catalogues.file(7, "dir", "f" + (from + i));
      }
      taken += apply(Catalogues.register(who.id(), files));
    }
    return taken;
  }

  @Test
  void comingAndGoingCostsWhatTheCopiesCost() {
    state.apply(Catalogues.joined(ANA, "ana"));
    state.apply(Catalogues.joined(BIA, "bia"));
    assertThat(register(ANA)).isLessThan(BYTES);
    assertThat(register(BIA)).isLessThan(2 * BYTES);

    List<String> paths = new ArrayList<>();
    for (int i = 0; i < CatalogueLimits.BATCH; i++) {
      paths.add("dir/f" + i);
    }
    assertThat(apply(Catalogues.withdraw(BIA.id(), paths.toArray(new String[0]))))
        .isLessThan(BYTES / 10);

    assertThat(apply(new CatalogueCommand.MemberLeft(ANA.id(), Catalogues.AT))).isLessThan(BYTES);
    Content left = state.content(Catalogues.root(7)).orElseThrow();
    assertThat(left.holdings()).hasSize(COPIES - CatalogueLimits.BATCH);
    assertThat(left.holdings()).allMatch(holding -> holding.member().equals(BIA.id()));
    assertThat(apply(new CatalogueCommand.MemberLeft(BIA.id(), Catalogues.AT))).isLessThan(BYTES);
    assertThat(state.contentCount()).isZero();
    assertThat(state.fileCount()).isZero();
  }
}
