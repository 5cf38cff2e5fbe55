package minibit.core.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * What a member shares, in numbers small enough for a heartbeat: files fall into {@link #BUCKETS}
 * by the low bits of their marks, and each bucket sums up its marks. Two sides with equal sums have
 * the same files; where sums differ only that bucket's marks need to travel. Keeps up with changes
 * in constant time. Not for threads.
 */
public final class ShareDigest {
  /** With 200,000 files a bucket has about 800 marks, 6 KiB. */
  public static final int BUCKETS = 256;

  private final long[] sums = new long[BUCKETS];
  private int files;

  /** The bucket of a mark. */
  public static int bucket(long mark) {
    return (int) mark & BUCKETS - 1;
  }

  /** Counts a file in. */
  public void add(long mark) {
    sums[bucket(mark)] += mark;
    files++;
  }

  /** Counts a file out. */
  public void remove(long mark) {
    sums[bucket(mark)] -= mark;
    files--;
  }

  /** How many files. */
  public int files() {
    return files;
  }

  /** All buckets in one number. */
  public long total() {
    long total = files;
    for (long sum : sums) {
      total = (total ^ sum) * 0x9e3779b97f4a7c15L;
      total ^= total >>> 29;
    }
    return total;
  }

  /** The buckets in which the two differ. */
  public List<Integer> differences(ShareDigest other) {
    List<Integer> buckets = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      if (sums[i] != other.sums[i]) {
        buckets.add(i);
      }
    }
    return buckets;
  }

  /** An independent copy. */
  public ShareDigest copy() {
    ShareDigest copy = new ShareDigest();
    System.arraycopy(sums, 0, copy.sums, 0, BUCKETS);
    copy.files = files;
    return copy;
  }

  /** The packed form: about two kilobytes. */
  public void write(PackedWriter out) {
    out.number(files);
    for (long sum : sums) {
      out.number(sum);
    }
  }

  /** Reads {@link #write}. */
  public static ShareDigest read(PackedReader in) throws BadPacked {
    ShareDigest digest = new ShareDigest();
    digest.files = (int) in.number(Integer.MAX_VALUE);
    for (int i = 0; i < BUCKETS; i++) {
      digest.sums[i] = in.number();
    }
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShareDigest digest
        && files == digest.files
        && Arrays.equals(sums, digest.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }
}
