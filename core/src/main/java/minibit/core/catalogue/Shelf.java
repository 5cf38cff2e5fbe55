package minibit.core.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A member's files, sorted by path, and their digest. Owned by the catalogue. */
final class Shelf {
  /** Folder by folder, then by name. Keys are the holdings themselves: no object more a file. */
  private static final Comparator<Object> BY_PATH =
      Comparator.comparing(Shelf::folder).thenComparing(Shelf::name);

  /** What is looked for. */
  private record Place(String folder, String name) {}

  private final TreeMap<Object, Holding> files = new TreeMap<>(BY_PATH);
  private final ShareDigest digest = new ShareDigest();
  private long bytes;
  private Member member;

  Shelf(Member member) {
    this.member = member;
  }

  Member member() {
    return member;
  }

  void member(Member changed) {
    member = changed;
  }

  ShareDigest digest() {
    return digest;
  }

  int count() {
    return files.size();
  }

  long bytes() {
    return bytes;
  }

  private static String folder(Object key) {
    return key instanceof Holding holding ? holding.folder() : ((Place) key).folder();
  }

  private static String name(Object key) {
    return key instanceof Holding holding ? holding.naming().name() : ((Place) key).name();
  }

  Optional<Holding> at(String folder, String name) {
    return Optional.ofNullable(files.get(new Place(folder, name)));
  }

  Optional<Holding> at(String path) {
    int slash = path.lastIndexOf('/');
    return at(slash < 0 ? "" : path.substring(0, slash), path.substring(slash + 1));
  }

  void put(Holding holding, long size) {
    files.put(holding, holding);
    digest.add(holding.mark());
    bytes += size;
  }

  void remove(Holding holding, long size) {
    if (files.remove(holding) != null) {
      digest.remove(holding.mark());
      bytes -= size;
    }
  }

  List<Holding> all() {
    return List.copyOf(files.values());
  }

  /** At most {@code limit} files, the first after this one; from the beginning if there is none. */
  List<Holding> page(@Nullable Holding after, int limit) {
    var rest = after == null ? files : files.tailMap(after, false);
    return rest.values().stream().limit(limit).toList();
  }
}
