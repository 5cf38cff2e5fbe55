package minibit.daemon.catalogue.index;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Change;
import org.jspecify.annotations.Nullable;

/** A catalogue that follows a log of its own; the index hears of it. */
final class FakeLog implements IndexSource {
  private final CatalogueState state = new CatalogueState(7);
  private long applied;
  private @Nullable CatalogueIndex index;

  FakeLog() {
    this(Catalogues.founded("lab"));
  }

  FakeLog(CatalogueCommand founded) {
    state.apply(founded);
    applied = 1;
  }

  void tell(@Nullable CatalogueIndex to) {
    index = to;
  }

  void apply(CatalogueCommand command) {
    List<Change> changes;
    synchronized (this) {
      changes = state.apply(command);
      applied++;
    }
    if (index != null) {
      index.onApplied(applied, changes);
    }
  }

  /** As a voter that was sent a snapshot: nobody hears of single entries. */
  void replaced() {
    Optional.ofNullable(index).orElseThrow().onReplaced(applied);
  }

  @Override
  public synchronized long applied() {
    return applied;
  }

  @Override
  public synchronized <T> T read(Function<CatalogueState, T> reader) {
    return reader.apply(state);
  }

  Presence presence() {
    return read(catalogue -> Presence.of(catalogue.members()));
  }
}
