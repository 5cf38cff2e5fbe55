package minibit.group.office;

import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * The time of one tracker: at most one is in office in an epoch, and the higher epoch always wins.
 * A recovered group starts a new log whose terms begin again, so recoveries count first.
 *
 * @param recovery how often the group was recovered
 * @param term of the election
 */
public record Epoch(int recovery, long term) implements Comparable<Epoch> {
  /** Before any election. */
  public static final Epoch NONE = new Epoch(0, 0);

  /** No group is recovered by hand more often; whoever says so is not believed. */
  public static final int MAX_RECOVERY = 1_000_000;

  /** Checks that nothing is negative, and that people can have recovered so often. */
  public Epoch {
    if (recovery < 0 || recovery > MAX_RECOVERY || term < 0) {
      throw new IllegalArgumentException("not an epoch: " + recovery + "/" + term);
    }
  }

  /** Writes what {@link #read} reads. */
  public void write(PackedWriter out) {
    out.number(recovery).number(term);
  }

  /** Reads an epoch. */
  public static Epoch read(PackedReader in) throws BadPacked {
    return new Epoch((int) in.number(MAX_RECOVERY), in.number(Long.MAX_VALUE));
  }

  @Override
  public int compareTo(Epoch other) {
    int recoveries = Integer.compare(recovery, other.recovery);
    return recoveries != 0 ? recoveries : Long.compare(term, other.term);
  }

  /** The term; with the recovery before it, if there was one. */
  @Override
  public String toString() {
    return recovery == 0 ? Long.toString(term) : recovery + "." + term;
  }
}
