package minibit.cli;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  /** Commands that begin to hash at once. */
  private static final List<String> HASHING = List.of("create", "verify");

  /** A processor without such instructions may never be so fast; then the work is under way. */
  private static final Duration MOST = Duration.ofMillis(60);

  private DigestWarmUp() {}

  /** Begins on a thread of its own, if a core is free for it and the command hashes. */
  static void begin(String command, List<String> words) {
    if (!HASHING.contains(command) || Runtime.getRuntime().availableProcessors() == 1) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("digests")
        .start(
            () -> {
              if (!words.contains("--v2")) {
                warm(PieceHashes::sha1, MOST);
              }
              if (!words.contains("--v1")) {
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
      before = now;
    }
    return stretches;
  }
}
