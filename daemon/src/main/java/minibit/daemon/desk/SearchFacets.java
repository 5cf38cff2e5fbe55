package minibit.daemon.desk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minibit.daemon.api.model.Facets;
import minibit.daemon.api.model.FolderResult;
import minibit.daemon.catalogue.Holder;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.Signed;

/** Counts what was found, and finds the folders among it. Pure. */
public final class SearchFacets {
  private static final long MIB = 1L << 20;

  /** Folders named in an answer. */
  private static final int MAX_FOLDERS = 20;

  private SearchFacets() {}

  /** How many each narrower question would leave. */
  public static Facets facets(List<SearchHit> hits) {
    Map<String, Facets.Count> types = new LinkedHashMap<>();
    Map<String, Facets.Count> sizes = new LinkedHashMap<>();
    Map<String, Facets.Count> members = new LinkedHashMap<>();
    Map<String, Facets.Count> publishers = new LinkedHashMap<>();
    for (SearchHit hit : hits) {
      String kind = hit.kind().name().toLowerCase(Locale.ROOT);
      count(types, kind, kind);
      count(sizes, size(hit.size()), size(hit.size()));
      hit.holders().forEach(holder -> count(members, holder.member().hex(), holder.name()));
      hit.signedBy()
          .filter(Signed::valid)
          .ifPresent(by -> count(publishers, by.key().hex(), by.name()));
    }
    return new Facets(most(types), most(sizes), most(members), most(publishers));
  }

  private static void count(Map<String, Facets.Count> counts, String value, String name) {
    counts.merge(
        value,
        new Facets.Count(value, name, 1),
        (old, one) -> new Facets.Count(value, name, old.count() + one.count()));
  }

  private static List<Facets.Count> most(Map<String, Facets.Count> counts) {
    return counts.values().stream()
        .sorted(Comparator.comparingLong(Facets.Count::count).reversed())
        .limit(Facets.MAX_ENTRIES)
        .toList();
  }

  private static String size(long bytes) {
    if (bytes <= MIB) {
      return "small";
    }
    if (bytes <= 100 * MIB) {
      return "medium";
    }
    return bytes <= 1024 * MIB ? "large" : "huge";
  }

  /**
   * Folders whose own name has a word that was asked for, those with most files first.
   *
   * @param words as they were asked for
   */
  public static List<FolderResult> folders(String words, List<SearchHit> hits) {
    List<String> wanted =
        Arrays.stream(words.toLowerCase(Locale.ROOT).split("[\\s*?]+"))
            .filter(word -> word.length() > 1)
            .toList();
    Map<String, FolderResult> folders = new LinkedHashMap<>();
    for (SearchHit hit : hits) {
      if (wanted.isEmpty() || hit.holders().isEmpty()) {
        continue;
      }
      Holder holder = hit.holders().getFirst();
      List<String> names = List.of(hit.path().split("/"));
      for (int end = 1; end < names.size(); end++) {
        String name = names.get(end - 1).toLowerCase(Locale.ROOT);
        if (wanted.stream().allMatch(name::contains)) {
          String path = String.join("/", names.subList(0, end));
          folders.merge(
              holder.member().hex() + "/" + path,
              new FolderResult(holder.name(), holder.member().hex(), path, 1, hit.size()),
              (old, one) ->
                  new FolderResult(
                      old.member(),
                      old.memberId(),
                      old.path(),
                      old.files() + 1,
                      old.bytes() + one.bytes()));
        }
      }
    }
    return folders.values().stream()
        .sorted(Comparator.comparingLong(FolderResult::files).reversed())
        .limit(MAX_FOLDERS)
        .toList();
  }
}
