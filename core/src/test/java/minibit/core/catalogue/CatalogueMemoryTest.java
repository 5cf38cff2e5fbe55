package minibit.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import minibit.core.identity.TestIdentity;
import minibit.core.packed.BadPacked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the catalogue costs at the size it is measured with. */
@Tag("slow")
class CatalogueMemoryTest {
  private static final int FILES = 200_000;

  /** The budget a file, with a holder, a signature and a name of usual length. */
  private static final int BYTES_PER_FILE = 700;

  @Test
  void twoHundredThousandFilesStayInTheirBudget() throws BadPacked {
    TestIdentity who = TestIdentity.of(1);
    final long before = used();
    CatalogueState state = new CatalogueState(7);
    state.apply(Catalogues.joined(who, "big"));
    long applying = 0;
    for (int from = 0; from < FILES; from += CatalogueLimits.BATCH) {
      List<SharedFile> files = new ArrayList<>();
      for (int i = from; i < Math.min(FILES, from + CatalogueLimits.BATCH); i++) {
        files.add(Catalogues.file(i + 1, "measurements/2024/run " + i / 100, "sample " + i));
      }
      byte[] entry = CommandCodec.encode(Catalogues.signed(who, files));
      long start = System.nanoTime();
      state.apply(CommandCodec.decode(entry));
      applying += System.nanoTime() - start;
    }
    long perFile = (used() - before) / FILES;

    long imaging = 0;
    for (int i = 0; i < 5; i++) {
      long begin = cpu();
      state.image();
      imaging = Math.max(imaging, cpu() - begin);
    }
    CatalogueImage image = state.image();
    long start = System.nanoTime();
    long written = 0;
    List<byte[]> chunks = new ArrayList<>();
    for (Iterator<byte[]> it = image.chunks(); it.hasNext(); ) {
      chunks.add(it.next());
      written += chunks.getLast().length;
    }
    final long writing = System.nanoTime() - start;
    start = System.nanoTime();
    CatalogueState restored = CatalogueImage.restore(chunks.iterator(), 7);
    long reading = System.nanoTime() - start;
    System.out.printf(
        "%d files: %d bytes a file in memory, %d in a snapshot; applied in %d ms,"
            + " image %.1f ms, written %d ms, read %d ms%n",
        FILES,
        perFile,
        written / FILES,
        applying / 1_000_000,
        imaging / 1e6,
        writing / 1_000_000,
        reading / 1_000_000);
    assertThat(restored.fileCount()).isEqualTo(state.fileCount()).isEqualTo(FILES);
    assertThat(perFile).isLessThan(BYTES_PER_FILE);
    assertThat(imaging).isLessThan(50_000_000);
  }

  /** Nanoseconds of this thread's own work: other processes may want the cores too. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
