package minibit.core.catalogue;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import minibit.core.identity.Seal;

/**
 * Keeps one copy of each seal. A batch is up to 16 KiB and covers 512 files, whose registrations
 * come in commands that each bring the seal again. Seals that nothing else holds are let go. Any
 * thread.
 */
public final class SealPool {
  /**
   * That of the process: what a member shares and what the catalogue says of it name the same
   * seals.
   */
  public static final SealPool COMMON = new SealPool();

  private static final int LEAST_SWEEP = 1024;

  private final Map<ByteBuffer, WeakReference<Seal>> bySignature = new HashMap<>();
  private int sweepAt = LEAST_SWEEP;

  SealPool() {}

  /** The first seal that was the same as this one, or else this one. */
  public synchronized Seal shared(Seal seal) {
    ByteBuffer signature = ByteBuffer.wrap(seal.signature());
    WeakReference<Seal> known = bySignature.get(signature);
    Seal first = known == null ? null : known.get();
    if (first != null) {
      // What is not the same stays apart, whatever it claims.
      return isSame(first, seal) ? first : seal;
    }
    bySignature.put(signature, new WeakReference<>(seal));
    if (bySignature.size() >= sweepAt) {
      bySignature.values().removeIf(reference -> reference.get() == null);
      sweepAt = Math.max(LEAST_SWEEP, 2 * bySignature.size());
    }
    return seal;
  }

  /** How many seals are known. */
  synchronized int size() {
    return bySignature.size();
  }

  private static boolean isSame(Seal one, Seal other) {
    if (!one.key().equals(other.key()) || !Arrays.equals(one.signature(), other.signature())) {
      return false;
    }
    return one instanceof Seal.Batch a
            && other instanceof Seal.Batch b
            && Arrays.equals(a.leaves(), b.leaves())
        || one instanceof Seal.Path c
            && other instanceof Seal.Path d
            && c.index() == d.index()
            && Arrays.equals(c.leaf(), d.leaf())
            && Arrays.equals(c.path(), d.path());
  }
}
