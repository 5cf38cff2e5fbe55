package minibit.daemon.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Datagrams as Linux wants them named on 64 bits: an array of {@code struct mmsghdr}, each with a
 * vector of one piece. One owner.
 */
final class MessageVector {
  /** msghdr: name 0, its length 8, vector 16, its length 24, control 32 and 40, flags 48. */
  private static final int HEADER = 64;

  private static final int NAME_LENGTH = 8;
  private static final int VECTOR = 16;
  private static final int VECTOR_LENGTH = 24;
  private static final int LENGTH = 56;
  private static final int PIECE = 16;

  private final MemorySegment headers;
  private final MemorySegment pieces;

  MessageVector(Arena arena, int size) {
    headers = arena.allocate((long) size * HEADER, 64);
    pieces = arena.allocate((long) size * PIECE, 64);
    for (int i = 0; i < size; i++) {
      long at = (long) i * HEADER;
      headers.set(JAVA_LONG, at + VECTOR, pieces.address() + (long) i * PIECE);
      headers.set(JAVA_LONG, at + VECTOR_LENGTH, 1);
    }
  }

  /** Where the bytes of one are. */
  void points(int index, MemorySegment bytes, int length) {
    pieces.set(JAVA_LONG, (long) index * PIECE, bytes.address());
    pieces.set(JAVA_LONG, (long) index * PIECE + 8, length);
  }

  /** Where the address of one is, or goes; 0 for none. */
  void named(int index, long address, int length) {
    headers.set(JAVA_LONG, (long) index * HEADER, address);
    headers.set(JAVA_INT, (long) index * HEADER + NAME_LENGTH, length);
  }

  int nameLength(int index) {
    return headers.get(JAVA_INT, (long) index * HEADER + NAME_LENGTH);
  }

  /** How many bytes came. */
  int length(int index) {
    return headers.get(JAVA_INT, (long) index * HEADER + LENGTH);
  }

  MemorySegment segment() {
    return headers;
  }

  /** The rest of the array. */
  MemorySegment from(int index) {
    return headers.asSlice((long) index * HEADER);
  }
}
