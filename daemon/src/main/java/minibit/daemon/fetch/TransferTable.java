package minibit.daemon.fetch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All transfers, in the order they were added. Only the owner's thread. */
final class TransferTable {
  private final Map<String, Transfer> byId = new LinkedHashMap<>();

  void put(String id, Transfer transfer) {
    byId.put(id, transfer);
  }

  void remove(String id) {
    byId.remove(id);
  }

  boolean contains(String id) {
    return byId.containsKey(id);
  }

  /** The transfer of exactly this id. */
  Optional<Transfer> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  int size() {
    return byId.size();
  }

  Collection<Transfer> all() {
    return byId.values();
  }

  /**
   * The transfer of this id, of these first digits of an id or info-hash, or of this whole name.
   *
   * @throws FetchException with {@code not-found} or {@code ambiguous}
   */
  Transfer find(String id) {
    Transfer exact = byId.get(id);
    if (exact != null) {
      return exact;
    }
    List<Transfer> found = byId.values().stream().filter(t -> t.row().isCalled(id)).toList();
    if (found.isEmpty()) {
      throw new FetchException(FetchException.Code.NOT_FOUND, "no transfer goes by " + id);
    }
    if (found.size() > 1) {
      throw new FetchException(
          FetchException.Code.AMBIGUOUS,
          found.size() + " transfers go by " + id,
          found.stream().map(t -> t.row().id()).toList());
    }
    return found.getFirst();
  }
}
