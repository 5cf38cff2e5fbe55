package minibit.daemon.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import minibit.core.catalogue.FileKind;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.SearchFilter;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.catalogue.SearchSort;

/** What people ask for through the API, as a question to the desk. */
final class SearchQueries {
  private SearchQueries() {}

  /** What the desk is asked; refused with 400 if there is no such thing to ask. */
  static SearchQuery of(SearchRequest request) {
    try {
      return new SearchQuery(
          request.q(),
          filter(request),
          sort(request.sort()),
          request.page().offset(),
          request.page().limit());
    } catch (CatalogueException e) {
      throw Waiting.ofCatalogue(e);
    }
  }

  private static SearchFilter filter(SearchRequest request) {
    List<FileKind> kinds = new ArrayList<>();
    List<String> mediaTypes = new ArrayList<>();
    for (String type : request.type()) {
      if (type.contains("/")) {
        mediaTypes.add(type);
      } else {
        kinds.add(kind(type));
      }
    }
    return new SearchFilter(
        kinds,
        mediaTypes,
        request.ext(),
        request.minSize(),
        request.maxSize(),
        request.member(),
        request.publisher(),
        request.after(),
        request.before());
  }

  private static FileKind kind(String word) {
    for (FileKind kind : FileKind.values()) {
      if (kind.name().equalsIgnoreCase(word)) {
        return kind;
      }
    }
    String known =
        List.of(FileKind.values()).stream()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw ApiException.badRequest(
        "bad-type",
        Sentence.of(
            "no-such-type",
            "there is no type {0}; choose a media type or one of {1}",
            word,
            known));
  }

  private static SearchSort sort(SortBy sort) {
    return switch (sort) {
      case RELEVANCE -> SearchSort.RELEVANCE;
      case NAME -> SearchSort.NAME;
      case SIZE -> SearchSort.LARGEST;
      case NEWEST -> SearchSort.NEWEST;
      case HOLDERS -> SearchSort.MOST_HOLDERS;
    };
  }
}
