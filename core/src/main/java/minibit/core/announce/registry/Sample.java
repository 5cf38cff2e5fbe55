package minibit.core.announce.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random choice out of lists that are too long to shuffle for every question. */
final class Sample {
  private Sample() {}

  /** Up to {@code wanted} distinct elements of a range, without one of them; in random order. */
  static <T> List<T> of(
      List<T> list, int from, int to, @Nullable T except, int wanted, RandomGenerator random) {
    List<T> chosen = new ArrayList<>(Math.clamp(to - from, 0, wanted + 1));
    // One more than wanted, in case the exception is among them.
    int count = Math.min(wanted + 1, to - from);
    if (count == to - from) {
      chosen.addAll(list.subList(from, to));
    } else {
      // Floyd: as many draws as elements wanted, whatever the length of the range.
      Set<Integer> drawn = new HashSet<>(2 * count);
      for (int top = to - count; top < to; top++) {
        int candidate = from + random.nextInt(top - from + 1);
        int index = drawn.add(candidate) ? candidate : top;
        drawn.add(index);
        chosen.add(list.get(index));
      }
    }
    if (except != null) {
      chosen.remove(except);
    }
    for (int i = chosen.size() - 1; i > 0; i--) {
      java.util.Collections.swap(chosen, i, random.nextInt(i + 1));
    }
    return chosen.size() > wanted ? chosen.subList(0, wanted) : chosen;
  }
}
