package minibit.core.session;

/** One connection of one process; numbers are given in order and never used again. */
public record PeerKey(long number) implements Comparable<PeerKey> {
  @Override
  public int compareTo(PeerKey other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "#" + number;
  }
}
