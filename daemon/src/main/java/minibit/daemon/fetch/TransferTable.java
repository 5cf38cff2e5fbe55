package minibit.daemon.fetch;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.id.InfoHash;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.transfer.Transfer;

/**
 * All transfers, in the order they were added. Only the owner's thread, but for {@link #changed}
 * and {@link #revision}.
 */
final class TransferTable {
  private final Map<String, Transfer> byId = new LinkedHashMap<>();

  /** Those to which something may happen by itself. */
  private final Set<Transfer> awake = new LinkedHashSet<>();

  /** Seeds that wait for a peer, by their names on the wire. */
  private final Map<InfoHash, Transfer> resting = new HashMap<>();

  private final AtomicLong revision = new AtomicLong();

  void put(String id, Transfer transfer) {
    byId.put(id, transfer);
    awake.add(transfer);
  }

  void remove(String id) {
    Transfer gone = byId.remove(id);
    if (gone != null) {
      awake.remove(gone);
      forgetNames(gone);
    }
  }

  /** Those that need looking after, a small part of very many. */
  List<Transfer> awake() {
    return List.copyOf(awake);
  }

  boolean isAsleep() {
    return awake.isEmpty();
  }

  /** Somebody does something with it: it is looked after from now on. */
  Transfer wake(Transfer transfer) {
    awake.add(transfer);
    return transfer;
  }

  /** Leaves alone from now on those to which nothing happens by itself. */
  void rest() {
    for (Transfer transfer : awake) {
      if (transfer.waitsForPeers()) {
        transfer.row().hashes().wire().forEach(name -> resting.put(name, transfer));
      }
    }
    awake.removeIf(Transfer::isAtRest);
  }

  /** The seed that waits for peers of this name. */
  Optional<Transfer> resting(InfoHash name) {
    return Optional.ofNullable(resting.get(name)).filter(Transfer::waitsForPeers);
  }

  /** The names of all that wait for peers. */
  List<InfoHash> restingNames() {
    return List.copyOf(resting.keySet());
  }

  private void forgetNames(Transfer transfer) {
    transfer.row().hashes().wire().forEach(name -> resting.remove(name, transfer));
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

  /** Transfers came or went, or the user changed something of one. Any thread. */
  void changed() {
    revision.incrementAndGet();
  }

  /** Grows with every change. Any thread. */
  long revision() {
    return revision.get();
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
      throw new FetchException(
          FetchException.Code.NOT_FOUND,
          Sentence.of("no-such-transfer", "no transfer goes by {0}", id));
    }
    if (found.size() > 1) {
      throw new FetchException(
          FetchException.Code.AMBIGUOUS,
          Sentence.of("several-transfers", "{0} transfers go by {1}", found.size(), id),
          found.stream().map(t -> t.row().id()).toList());
    }
    return found.getFirst();
  }
}
