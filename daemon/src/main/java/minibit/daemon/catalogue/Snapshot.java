package minibit.daemon.catalogue;

import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Holding;
import minibit.core.id.PiecesRoot;

/**
 * A content and who of the present held it, as read in one moment.
 *
 * @param content what
 * @param live one holding for each present member that has it
 */
record Snapshot(Content content, List<Holding> live) {
  static Optional<Snapshot> of(CatalogueState state, PiecesRoot root) {
    return state.content(root).map(content -> of(state, content));
  }

  static Snapshot of(CatalogueState state, Content content) {
    List<Holding> live = new java.util.ArrayList<>();
    java.util.Set<Object> seen = new java.util.HashSet<>();
    for (Holding holding : state.holders(content)) {
      if (seen.add(holding.member())) {
        live.add(holding);
      }
    }
    return new Snapshot(content, List.copyOf(live));
  }
}
