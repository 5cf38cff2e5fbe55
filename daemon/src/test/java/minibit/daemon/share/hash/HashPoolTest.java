package minibit.daemon.share.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import minibit.core.testing.Payload;
import minibit.daemon.share.scan.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashPoolTest {
  private static final long STEP = 4 << 20;

  @TempDir private Path folder;

  record Job(long id, Path file, Stamp stamp) implements HashJob {}

  /** Notes what it is told. */
  static class Told implements HashListener {
    final BlockingQueue<Object> all = new LinkedBlockingQueue<>();
    final Map<Integer, byte[]> steps = new ConcurrentSkipListMap<>();

    @Override
    public void hashed(HashJob job, ContentHashes hashes) {
      all.add(hashes);
    }

    @Override
    public void step(HashJob job, int number, byte[] hashes) {
      steps.put(number, hashes);
    }

    @Override
    public void changed(HashJob job) {
      all.add("changed " + job.id());
    }

    @Override
    public void failed(HashJob job, IOException why) {
      all.add("failed " + job.id());
    }

    Object next() throws InterruptedException {
      Object next = all.poll(30, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }
  }

  private static Job job(long id, Path file) throws IOException {
    return new Job(id, file, Stamp.at(file).orElseThrow());
  }

  static ContentHashes hash(Path file, Map<Integer, byte[]> steps) throws Exception {
    Told told = new Told();
    try (HashPool pool = new HashPool(2, () -> false, told, STEP)) {
      pool.submit(job(1, file), steps);
      return (ContentHashes) told.next();
    }
  }

  private Path sparse(String name, long size) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
      sparse.seek(size / 2);
      sparse.write(Payload.of(name, 1000));
    }
    return file;
  }

  /** Steps that are known are not read again, and the outcome is the same. */
  @Test
  void aBigFileGoesOnWhereItWas() throws Exception {
    Path file = sparse("big", 2 * STEP + 12_345);
    Told told = new Told();
    ContentHashes whole;
    try (HashPool pool = new HashPool(2, () -> false, told, STEP)) {
      pool.submit(job(1, file), Map.of());
      whole = (ContentHashes) told.next();
    }
    assertThat(told.steps.keySet()).containsExactly(0, 1, 2);

    // A different beginning shows who reads it: the stamp is what the job says.
    try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
      changed.write(1);
    }
    Map<Integer, byte[]> known = new TreeMap<>(told.steps);
    known.remove(1);
    assertThat(hash(file, known)).isEqualTo(whole);
    // All known: nothing is left to read.
    assertThat(hash(file, told.steps)).isEqualTo(whole);
    // Steps that cannot be are not believed, and the change is seen.
    assertThat(hash(file, Map.of(0, new byte[5])).root()).isNotEqualTo(whole.root());
  }

  /** A small file that comes while a big one is read does not wait for its end. */
  @Test
  void smallFilesGoFirst() throws Exception {
    Told told = new Told();
    Path big = sparse("big", 100L << 30);
    Path small = Files.write(folder.resolve("small"), new byte[10]);
    try (HashPool pool = new HashPool(1, () -> false, told)) {
      pool.submit(job(1, big), Map.of());
      await().until(() -> pool.load().begun().getOrDefault(1L, 0L) > 0);
      pool.submit(job(2, small), Map.of());
      assertThat(told.next()).isEqualTo(hash(small, Map.of()));
      assertThat(pool.load().begun()).containsOnlyKeys(1L);
    }
  }

  /** What cannot be read, vanishes or changes is said, and the rest goes on. */
  @Test
  void troubleIsTold() throws Exception {
    Told told = new Told();
    Path good = Files.write(folder.resolve("good"), new byte[100_000]);
    Path shrunk = Files.write(folder.resolve("shrunk"), new byte[1000]);
    Job longer = new Job(3, shrunk, new Stamp(5000, 0, 0, 0));
    Job other = new Job(4, shrunk, new Stamp(1000, 0, 0, 0));
    try (HashPool pool = new HashPool(2, () -> false, told)) {
      pool.submit(new Job(1, folder, new Stamp(10, 0, 0, 0)), Map.of());
      assertThat(told.next()).isEqualTo("failed 1");
      pool.submit(new Job(2, folder.resolve("none"), new Stamp(10, 0, 0, 0)), Map.of());
      assertThat(told.next()).isEqualTo("changed 2");
      pool.submit(longer, Map.of());
      assertThat(told.next()).isEqualTo("changed 3");
      pool.submit(other, Map.of());
      assertThat(told.next()).isEqualTo("changed 4");
      pool.submit(job(5, good), Map.of());
      assertThat(told.next()).isInstanceOf(ContentHashes.class);
      assertThat(pool.load().files()).isZero();
      assertThat(pool.load().bytes()).isZero();
    }
  }

  /** While transfers run, half of the threads rest; afterwards all work again. */
  @Test
  void halfTheThreadsLeaveRoomForTransfers() throws Exception {
    AtomicBoolean transfers = new AtomicBoolean(true);
    Set<String> workers = ConcurrentHashMap.newKeySet();
    Told told =
        new Told() {
          @Override
          public void hashed(HashJob job, ContentHashes hashes) {
            workers.add(Thread.currentThread().getName());
            super.hashed(job, hashes);
          }
        };
    Path file = Files.write(folder.resolve("f"), new byte[50_000]);
    try (HashPool pool = new HashPool(4, transfers::get, told)) {
      hashMany(pool, file, told);
      assertThat(workers).isSubsetOf("share-hash-0", "share-hash-1");
      transfers.set(false);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                hashMany(pool, file, told);
                return workers.contains("share-hash-2") && workers.contains("share-hash-3");
              });
    }
  }

  private static void hashMany(HashPool pool, Path file, Told told) throws Exception {
    for (int i = 0; i < 200; i++) {
      pool.submit(job(i, file), Map.of());
    }
    for (int i = 0; i < 200; i++) {
      assertThat(told.next()).isInstanceOf(ContentHashes.class);
    }
  }

  /** A job that is dropped is not heard of again; closing does not wait for a big file. */
  @Test
  void droppingAndClosingAreQuick() throws Exception {
    Told told = new Told();
    Path big = sparse("big", 40L << 30);
    long began = System.nanoTime();
    try (HashPool pool = new HashPool(2, () -> false, told)) {
      pool.submit(job(1, big), Map.of());
      await().until(() -> pool.load().begun().getOrDefault(1L, 0L) > 0);
      pool.cancel(1);
      pool.submit(job(2, Files.write(folder.resolve("a"), new byte[1])), Map.of());
      assertThat(told.next()).isInstanceOf(ContentHashes.class);
      pool.submit(job(3, big), Map.of());
      await().until(() -> pool.load().begun().getOrDefault(3L, 0L) > 0);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(told.all).isEmpty();
  }
}
