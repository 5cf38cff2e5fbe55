package minibit.cli;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import minibit.daemon.disk.PieceHashes;

/**
 * Has the digests compiled while the rest of the command still starts, which only one core does:
 * only fully compiled code uses the processor's SHA instructions, and without them the first
 * megabytes take longer than the compiling.
 */
final class DigestWarmUp {
  /** Hashed in a row: a block, as readers hand them over. */
  private static final int STRETCH = 1 << 14;

  /**
   * Who hashes a stretch in this time (400 MB/s) is compiled: before, it takes ten times as long.
   */
  private static final long WARM = TimeUnit.MICROSECONDS.toNanos(40);

  /**
   * Between looks: the compiler has the core then, and nobody makes it think that the slow way were
   * worth compiling, too.
   */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  /** A processor without such instructions may never be so fast; then the work is under way. */
  private static final Duration MOST = Duration.ofMillis(60);

  private DigestWarmUp() {}

  /**
   * Begins on a thread of its own, if a core is free for it and the command hashes. What is to be
   * verified is not known yet: it has pieces by SHA-1 in all but rare cases.
   */
  static void begin(String command, List<String> words) {
    boolean creates = command.equals("create");
    if (!creates && !command.equals("verify") || Runtime.getRuntime().availableProcessors() == 1) {
      return;
    }
    boolean v1 = !creates || !words.contains("--v2");
    boolean v2 = creates && !words.contains("--v1");
    Thread.ofPlatform()
        .daemon()
        .name("digests")
        .start(
            () -> {
              if (v1) {
                warm(PieceHashes::sha1, MOST);
              }
              if (v2) {
                warm(PieceHashes::sha256, MOST);
              }
            });
  }

  /** Hashes until it is fast, or for so long; how many stretches that took. */
  static int warm(Supplier<MessageDigest> algorithm, Duration most) {
    MessageDigest digest = algorithm.get();
    byte[] stretch = new byte[STRETCH];
    long begun = System.nanoTime();
    long before = begun;
    int stretches = 0;
    boolean cold = true;
    while (cold && before - begun < most.toNanos()) {
      digest.update(stretch, 0, STRETCH);
      stretches++;
      long now = System.nanoTime();
      cold = now - before > WARM;
      if (cold) {
        LockSupport.parkNanos(PAUSE);
        now = System.nanoTime();
      }
      before = now;
    }
    return stretches;
  }
}
