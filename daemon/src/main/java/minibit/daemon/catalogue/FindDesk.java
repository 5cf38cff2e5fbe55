package minibit.daemon.catalogue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Naming;
import minibit.core.id.PiecesRoot;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.index.CatalogueIndex;
import minibit.group.vote.Voter;

/** Finds what a person names exactly: by the first digits of an id, by name, by path. */
final class FindDesk {
  /** Candidates at most: a list that a person reads. */
  static final int CANDIDATES = 20;

  /** Contents looked at for one name: a name that has more is no name. */
  private static final int LOOKED_AT = 500;

  /** Letters of what may be a name or a path. */
  private static final int MAX_TEXT = 5000;

  private final CatalogueIndex index;
  private final SealChecks seals;

  FindDesk(CatalogueIndex index, SealChecks seals) {
    this.index = index;
    this.seals = seals;
  }

  private record Found(List<Snapshot> contents, ContentViews views) {}

  Question.FoundList find(Voter voter, String text, boolean stale) {
    String asked = text.strip();
    if (asked.isEmpty() || asked.length() > MAX_TEXT) {
      return new Question.FoundList(List.of());
    }
    if (!stale) {
      index.awaitCaughtUp(CatalogueAnswers.CATCH_UP);
    }
    String name = asked.substring(asked.lastIndexOf('/') + 1);
    List<PiecesRoot> named = named(name);
    Found found = voter.read(state -> new Found(candidates(state, asked, named), view(state)));
    return new Question.FoundList(found.contents().stream().map(found.views()::found).toList());
  }

  private ContentViews view(CatalogueState state) {
    return ContentViews.of(state, seals);
  }

  private List<PiecesRoot> named(String name) {
    try {
      return name.isEmpty() ? List.of() : index.named(name, LOOKED_AT);
    } catch (IOException e) {
      throw new CatalogueException(
          CatalogueException.NO_INDEX,
          Sentence.of("index-unreadable", "the search index cannot be read: {0}", e.getMessage()));
    }
  }

  private static List<Snapshot> candidates(
      CatalogueState state, String asked, List<PiecesRoot> named) {
    Map<PiecesRoot, Snapshot> candidates = new LinkedHashMap<>();
    for (Content content : state.startingWith(asked, LOOKED_AT)) {
      add(candidates, Snapshot.of(state, content));
    }
    List<Snapshot> fit =
        named.stream()
            .map(root -> Snapshot.of(state, root))
            .flatMap(Optional::stream)
            .filter(snapshot -> !asked.contains("/") || hasPath(snapshot, asked))
            .toList();
    List<Snapshot> exact = fit.stream().filter(snapshot -> hasName(snapshot, asked)).toList();
    (exact.isEmpty() ? fit : exact).forEach(snapshot -> add(candidates, snapshot));
    return candidates.values().stream().limit(CANDIDATES).toList();
  }

  private static void add(Map<PiecesRoot, Snapshot> candidates, Snapshot snapshot) {
    if (!snapshot.live().isEmpty()) {
      candidates.putIfAbsent(snapshot.content().root(), snapshot);
    }
  }

  /** Whether it is called exactly so, by its case too, under any of its names. */
  private static boolean hasName(Snapshot snapshot, String asked) {
    List<String> names = new ArrayList<>();
    snapshot.content().namings().stream().map(Naming::name).forEach(names::add);
    for (Holding holding : snapshot.live()) {
      names.add(holding.naming().name());
      names.add(holding.path());
    }
    return names.contains(asked);
  }

  /** Whether somebody has it at this path, or at one that ends so. */
  private static boolean hasPath(Snapshot snapshot, String asked) {
    return snapshot.live().stream()
        .map(Holding::path)
        .anyMatch(path -> path.equals(asked) || path.endsWith("/" + asked));
  }
}
