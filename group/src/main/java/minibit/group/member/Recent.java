package minibit.group.member;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was used last, so much and no more: strangers can add to it as they like. Thread-safe. */
final class Recent<K, V> {
  private final int most;

  /** By last use, the longest ago first. */
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

  Recent(int most) {
    this.most = most;
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
    if (entries.size() > most) {
      entries.remove(entries.keySet().iterator().next());
    }
  }
}
