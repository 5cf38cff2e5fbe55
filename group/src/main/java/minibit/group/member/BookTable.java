package minibit.group.member;

import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a book by path: an open table with linear probing, six to twelve bytes a line where
 * a map takes forty and the text of the path. Not for threads.
 */
final class BookTable {
  private static final int LEAST = 64;

  /** Whoever names the files must not be able to choose them to fall together. */
  private final long seed = new SecureRandom().nextLong();

  private @Nullable BookLine[] slots = new BookLine[LEAST];
  private int size;

  int size() {
    return size;
  }

  @Nullable BookLine get(String path) {
    return slots[slot(path)];
  }

  /** Enters a line, and gives the one that it replaces. */
  @Nullable BookLine put(BookLine line) {
    // A third stays free, so that a path is found after a look or two.
    if (size * 3 > slots.length * 2) {
      resize(slots.length * 2);
    }
    int slot = slot(line.path());
    BookLine old = slots[slot];
    slots[slot] = line;
    size += old == null ? 1 : 0;
    return old;
  }

  /** Takes a line out, and gives it. */
  @Nullable BookLine remove(String path) {
    int gap = slot(path);
    BookLine old = slots[gap];
    if (old == null) {
      return null;
    }
    size--;
    slots[gap] = null;
    // Lines behind the gap that were pushed past it move up, so that probing still finds them.
    for (int next = after(gap); slots[next] != null; next = after(next)) {
      int home = home(slots[next].path());
      if ((next - home & mask()) >= (next - gap & mask())) {
        slots[gap] = slots[next];
        slots[next] = null;
        gap = next;
      }
    }
    if (size * 8 < slots.length && slots.length > LEAST) {
      resize(slots.length / 2);
    }
    return old;
  }

  /** Shows all lines, in no order. */
  void forEach(Consumer<BookLine> reader) {
    for (BookLine line : slots) {
      if (line != null) {
        reader.accept(line);
      }
    }
  }

  /** Where the path is, or would be. */
  private int slot(String path) {
    int slot = home(path);
    for (BookLine line = slots[slot]; line != null && !line.isAt(path); line = slots[slot]) {
      slot = after(slot);
    }
    return slot;
  }

  private int home(String path) {
    long mixed = seed;
    for (int i = 0; i < path.length(); i++) {
      mixed = (mixed ^ path.charAt(i)) * 0x9e3779b97f4a7c15L;
      mixed ^= mixed >>> 29;
    }
    return (int) mixed & mask();
  }

  private int after(int slot) {
    return slot + 1 & mask();
  }

  private int mask() {
    return slots.length - 1;
  }

  private void resize(int length) {
    @Nullable BookLine[] old = slots;
    slots = new BookLine[length];
    for (BookLine line : old) {
      if (line != null) {
        slots[slot(line.path())] = line;
      }
    }
  }
}
