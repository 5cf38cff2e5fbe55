package minibit.daemon.desk;

import java.util.ArrayList;
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
   * Folders whose own name has the words that were asked for, at whoever has them, those with most
   * files first.
   *
   * @param words as they were asked for
   */
  public static List<FolderResult> folders(String words, List<SearchHit> hits) {
    List<String> wanted =
        Arrays.stream(words.toLowerCase(Locale.ROOT).split("[\\s*?]+"))
            .filter(word -> word.length() > 1)
            .toList();
    if (wanted.isEmpty()) {
      return List.of();
    }
    Map<String, FolderResult> folders = new LinkedHashMap<>();
    for (SearchHit hit : hits) {
      for (Holder holder : hit.holders()) {
        for (String path : fitting(holder.elsewhere().orElse(hit.path()), wanted)) {
          FolderResult one =
              new FolderResult(holder.name(), holder.member().hex(), path, 1, hit.size());
          folders.merge(holder.member().hex() + "/" + path, one, SearchFacets::together);
        }
      }
    }
    return folders.values().stream()
        .sorted(Comparator.comparingLong(FolderResult::files).reversed())
        .limit(MAX_FOLDERS)
        .toList();
  }

  /** Of the folders around a file, those whose own name has all the words. */
  private static List<String> fitting(String file, List<String> words) {
    List<String> names = List.of(file.split("/"));
    List<String> fitting = new ArrayList<>();
    for (int end = 1; end < names.size(); end++) {
      String name = names.get(end - 1).toLowerCase(Locale.ROOT);
      if (words.stream().allMatch(name::contains)) {
        fitting.add(String.join("/", names.subList(0, end)));
      }
    }
    return fitting;
  }

  private static FolderResult together(FolderResult all, FolderResult one) {
    return new FolderResult(
        all.member(),
        all.memberId(),
        all.path(),
        all.files() + one.files(),
        all.bytes() + one.bytes());
  }
}
