package minibit.core.catalogue;

import minibit.core.id.PiecesRoot;
import org.jspecify.annotations.Nullable;

/**
 * From the first eight bytes of an info-hash to the content it belongs to. An open table with
 * linear probing: 12 bytes a slot, at most four fifths of them used, where a map of boxed numbers
 * takes 60 an entry. Two hashes with the same eight bytes do not happen by accident; of two made so
 * on purpose, the first counts.
 *
 * <p>Whoever makes a torrent, or only claims one, chooses its hash: so slots are chosen by a number
 * of this table's own (multiply-shift), and nobody can aim many hashes at one slot.
 */
final class HashIndex {
  private final long multiplier;
  private long[] keys = new long[64];
  private @Nullable PiecesRoot[] roots = new PiecesRoot[64];
  private int size;

  /**
   * An empty table.
   *
   * @param chance which slots: a number that nobody outside of this process knows
   */
  HashIndex(long chance) {
    multiplier = (chance ^ 0x9e3779b97f4a7c15L) | 1;
  }

  @Nullable PiecesRoot get(long key) {
    return roots[slot(key)];
  }

  void putIfAbsent(long key, PiecesRoot root) {
    if (size * 5 > keys.length * 4) {
      grow();
    }
    int slot = slot(key);
    if (roots[slot] == null) {
      keys[slot] = key;
      roots[slot] = root;
      size++;
    }
  }

  /** Takes the key out if it leads to this content. */
  void remove(long key, PiecesRoot root) {
    int gap = slot(key);
    PiecesRoot there = roots[gap];
    if (there == null || !there.equals(root)) {
      return;
    }
    size--;
    roots[gap] = null;
    // Entries behind the gap that were pushed past it move up, so that probing still finds them.
    for (int next = after(gap); roots[next] != null; next = after(next)) {
      int home = home(keys[next]);
      if ((next - home & mask()) >= (next - gap & mask())) {
        keys[gap] = keys[next];
        roots[gap] = roots[next];
        roots[next] = null;
        gap = next;
      }
    }
  }

  private int slot(long key) {
    int slot = home(key);
    while (roots[slot] != null && keys[slot] != key) {
      slot = after(slot);
    }
    return slot;
  }

  private int home(long key) {
    return (int) (key * multiplier >>> Long.numberOfLeadingZeros(mask()));
  }

  private int after(int slot) {
    return slot + 1 & mask();
  }

  private int mask() {
    return keys.length - 1;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable PiecesRoot[] oldRoots = roots;
    keys = new long[oldKeys.length * 2];
    roots = new PiecesRoot[oldKeys.length * 2];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      PiecesRoot root = oldRoots[i];
      if (root != null) {
        putIfAbsent(oldKeys[i], root);
      }
    }
  }
}
