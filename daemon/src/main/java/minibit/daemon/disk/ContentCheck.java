package minibit.daemon.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import minibit.core.piece.Bitfield;

/** Hashes pieces that lie on disk, with as many readers as there are cores. */
public final class ContentCheck {
  private ContentCheck() {}

  /**
   * Reads and judges pieces; those that cannot be read count as bad.
   *
   * @param pieces which ones
   * @param readers how many work at once
   * @param progress told after each piece
   * @param abandoned asked before each piece: true ends the check with what was found so far
   * @return the good ones
   */
  public static Bitfield check(
      Storage storage,
      PieceHashes hashes,
      BitSet pieces,
      int total,
      Executor executor,
      int readers,
      Runnable progress,
      BooleanSupplier abandoned) {
    Bitfield good = new Bitfield(total);
    AtomicInteger next = new AtomicInteger();
    List<CompletableFuture<Void>> work = new ArrayList<>();
    int[] numbers = pieces.stream().toArray();
    for (int i = 0; i < Math.min(readers, numbers.length); i++) {
      work.add(
          CompletableFuture.runAsync(
              () -> {
                for (int at = next.getAndIncrement();
                    at < numbers.length && !abandoned.getAsBoolean();
                    at = next.getAndIncrement()) {
                  if (isGood(storage, hashes, numbers[at])) {
                    synchronized (good) {
                      good.set(numbers[at]);
                    }
                  }
                  progress.run();
                }
              },
              executor));
    }
    try {
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
    return good;
  }

  private static boolean isGood(Storage storage, PieceHashes hashes, int piece) {
    try {
      return storage.present(piece) && hashes.check(storage, piece);
    } catch (IOException e) {
      return false;
    }
  }
}
