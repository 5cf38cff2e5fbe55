package minibit.daemon.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;

/** The query of a URL, read strictly: an unknown or repeated key is a mistake to be told. */
final class QueryFields {
  /** Longest value, in characters: what a listener watches has 180 ids; a path has 4,096. */
  private static final int MAX_TEXT = 12_288;

  /** Values of a key that may be repeated. */
  private static final int MAX_VALUES = 32;

  private final Map<String, List<String>> values;

  private QueryFields(Map<String, List<String>> values) {
    this.values = values;
  }

  /** The fields, none of them but the known ones. */
  static QueryFields parse(String query, List<String> known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = text(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : text(pair.substring(equals + 1));
      if (!known.contains(key)) {
        throw ApiException.badRequest("unknown-parameter", "unknown parameter: " + key);
      }
      List<String> found = values.computeIfAbsent(key, _ -> new ArrayList<>());
      if (found.size() == MAX_VALUES) {
        throw bad(key, "given at most " + MAX_VALUES + " times");
      }
      found.add(value);
    }
    return new QueryFields(values);
  }

  private static String text(String escaped) {
    String text =
        Escapes.ofQuery(escaped)
            .orElseThrow(
                () -> ApiException.badRequest("bad-query", "the query is not escaped UTF-8"));
    if (text.length() > MAX_TEXT) {
      throw ApiException.badRequest(
          "bad-parameter", "a parameter has at most " + MAX_TEXT + " characters");
    }
    return text;
  }

  private static ApiException bad(String key, String what) {
    return ApiException.badRequest("bad-parameter", key + " must be " + what);
  }

  Optional<String> text(String key, int most) {
    List<String> found = values.getOrDefault(key, List.of());
    if (found.size() > 1) {
      throw bad(key, "given once");
    }
    Optional<String> text = found.stream().findFirst();
    if (text.isPresent() && text.get().length() > most) {
      throw bad(key, "at most " + most + " characters long");
    }
    return text;
  }

  String required(String key) {
    return text(key, MAX_TEXT)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> ApiException.badRequest("missing-parameter", key + " is missing"));
  }

  /** A key that may be repeated, and whose values may be joined by commas. */
  List<String> words(String key) {
    return values.getOrDefault(key, List.of()).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  int number(String key, int least, int most, int standard) {
    Optional<String> text = text(key, MAX_TEXT);
    if (text.isEmpty()) {
      return standard;
    }
    long number = whole(key, text.get(), "a number from " + least + " to " + most);
    if (number < least || number > most) {
      throw bad(key, "a number from " + least + " to " + most);
    }
    return (int) number;
  }

  boolean flag(String key) {
    return switch (text(key, MAX_TEXT).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(key, "true or false");
    };
  }

  /** One of the words of an enum. */
  <E extends Enum<E>> Optional<E> oneOf(String key, Class<E> words) {
    return text(key, MAX_TEXT).map(text -> oneOf(key, text, words));
  }

  static <E extends Enum<E>> E oneOf(String key, String text, Class<E> words) {
    return word(text, words).orElseThrow(() -> bad(key, words(words)));
  }

  static <E extends Enum<E>> Optional<E> word(String text, Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.toString().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  static String words(Class<? extends Enum<?>> words) {
    return "one of "
        + Arrays.stream(words.getEnumConstants())
            .map(Enum::toString)
            .collect(Collectors.joining(", "));
  }

  Page page() {
    return new Page(
        number("offset", 0, Integer.MAX_VALUE, 0), number("limit", 1, Page.MAX, Page.DEFAULT));
  }

  SearchRequest search() {
    return new SearchRequest(
        text("q", SearchRequest.MAX_TEXT).orElse(""),
        words("type"),
        words("ext"),
        bytes("minSize"),
        bytes("maxSize"),
        text("member", SearchRequest.MAX_TEXT),
        text("publisher", SearchRequest.MAX_TEXT),
        time("after"),
        time("before"),
        sort(),
        page());
  }

  private Optional<Long> bytes(String key) {
    return text(key, MAX_TEXT).map(text -> whole(key, text, "a number of bytes"));
  }

  private static long whole(String key, String text, String what) {
    // No sign, no more digits than a long can hold.
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw bad(key, what);
    }
    return Long.parseLong(text);
  }

  private Optional<Instant> time(String key) {
    Optional<String> text = text(key, MAX_TEXT);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(instant(text.get()).orElseThrow(() -> bad(key, TIME)));
  }

  static final String TIME = "a time like 2026-03-01T12:00:00Z";

  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private SortBy sort() {
    String text = text("sort", MAX_TEXT).orElse("relevance");
    return sort(text).orElseThrow(() -> bad("sort", SORTS));
  }

  static final String SORTS = "relevance, name, size, newest or holders";

  static Optional<SortBy> sort(String text) {
    for (SortBy sort : SortBy.values()) {
      if (sort.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return Optional.of(sort);
      }
    }
    return Optional.empty();
  }
}
