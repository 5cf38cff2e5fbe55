package minibit.daemon.fetch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import minibit.core.id.InfoHash;
import minibit.core.mse.HiddenName;

/**
 * Finds torrents by the names that encrypted handshakes give them. All that could be found are gone
 * through to know which those are, and that is remembered for a while in eight bytes each: so what
 * a stranger makes up costs next to nothing, whatever is shared. Any thread that may wait; one
 * looks at a time.
 */
final class HiddenNames {
  /** How long what was gone through counts: a new file is found after this, and is in no hurry. */
  private static final long FRESH_NANOS = 10_000_000_000L;

  /** Names found and remembered: as many as torrents run because somebody dialled in. */
  private static final int MAX_FOUND = 512;

  private final Source source;
  private final LongSupplier nanos;
  private final Map<HiddenName, InfoHash> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<HiddenName, InfoHash> eldest) {
          return size() > MAX_FOUND;
        }
      };
  private long[] starts = new long[0];
  private long lookedAt;
  private boolean looked;

  /** Who knows the names of 20 bytes. */
  @FunctionalInterface
  interface Source {
    /** Tells each of them. */
    void each(Consumer<InfoHash> name);
  }

  HiddenNames(Source source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
  }

  /** The torrent of a hidden name; empty if there is none, or it is newer than the last look. */
  synchronized Optional<InfoHash> find(HiddenName wanted) {
    InfoHash known = found.get(wanted);
    if (known != null) {
      return Optional.of(known);
    }
    if (!looked || nanos.getAsLong() - lookedAt > FRESH_NANOS) {
      look();
    }
    if (Arrays.binarySearch(starts, wanted.start()) < 0) {
      return Optional.empty();
    }
    source.each(
        name -> {
          if (HiddenName.of(name).equals(wanted)) {
            found.put(wanted, name);
          }
        });
    return Optional.ofNullable(found.get(wanted));
  }

  private void look() {
    Starts all = new Starts();
    source.each(name -> all.add(HiddenName.of(name).start()));
    starts = all.sorted();
    lookedAt = nanos.getAsLong();
    looked = true;
  }

  /** Beginnings of hidden names while they are collected. */
  private static final class Starts {
    private long[] longs = new long[1024];
    private int count;

    void add(long start) {
      if (count == longs.length) {
        longs = Arrays.copyOf(longs, 2 * count);
      }
      longs[count++] = start;
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(longs, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
