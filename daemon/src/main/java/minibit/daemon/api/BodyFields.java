package minibit.daemon.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object that somebody sent, read strictly: unknown keys, repeated keys and wrong kinds are
 * told, because a setting that is silently dropped is worse than an error. Null is nothing.
 */
final class BodyFields {
  /** Entries of a list. */
  private static final int MAX_ENTRIES = 256;

  private static final int MAX_DEPTH = 8;

  /** Longest word of an enum, and more. */
  private static final int MAX_WORD = 64;

  /** Keys that name what a change is about. Addresses and links may hold secrets. */
  private static final List<String> NAMING = List.of("path", "id", "member", "action", "name");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(20)
                          .maxNameLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Where it stands in the body, with a dot at the end; empty for the body itself. */
  private final String place;

  private final JsonNode object;

  private BodyFields(String place, JsonNode object) {
    this.place = place;
    this.object = object;
  }

  /** The fields of a body, none of them but the known ones. */
  static BodyFields parse(byte[] body, List<String> known) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw ApiException.badRequest("bad-json", "the body is not JSON" + where);
    }
    return of("", node, known);
  }

  private static BodyFields of(String place, JsonNode node, List<String> known) {
    if (!node.isObject()) {
      String what = place.isEmpty() ? "the body" : place.substring(0, place.length() - 1);
      throw ApiException.badRequest("bad-field", what + " must be a JSON object");
    }
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw ApiException.badRequest("unknown-key", "unknown key: " + place + shortened(key));
      }
    }
    return new BodyFields(place, node);
  }

  private static String shortened(String key) {
    return key.length() <= 100 ? key : key.substring(0, 100) + "…";
  }

  private Optional<JsonNode> field(String key) {
    return Optional.ofNullable(object.get(key)).filter(node -> !node.isNull());
  }

  ApiException bad(String key, String what) {
    return ApiException.badRequest("bad-field", place + key + " must be " + what);
  }

  ApiException missing(String key) {
    return ApiException.badRequest("missing-field", place + key + " is missing");
  }

  Optional<String> text(String key, int most) {
    Optional<JsonNode> node = field(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isString()) {
      throw bad(key, "a text");
    }
    String text = node.get().asString();
    if (text.isEmpty() || text.length() > most) {
      throw bad(key, "a text of 1 to " + most + " characters");
    }
    return Optional.of(text);
  }

  /** What a change is about, for the record of changes: a name, never a secret or contents. */
  String subject() {
    for (String key : NAMING) {
      JsonNode node = object.get(key);
      if (node != null && node.isString()) {
        return node.asString();
      }
    }
    return "";
  }

  String required(String key, int most) {
    return text(key, most).orElseThrow(() -> missing(key));
  }

  List<String> texts(String key, int most) {
    return texts(key, most, MAX_ENTRIES);
  }

  List<String> texts(String key, int most, int entries) {
    Optional<JsonNode> node = field(key);
    if (node.isEmpty()) {
      return List.of();
    }
    String what = "a list of at most " + entries + " texts, each of 1 to " + most + " characters";
    if (!node.get().isArray() || node.get().size() > entries) {
      throw bad(key, what);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : node.get()) {
      if (!entry.isString() || entry.asString().isEmpty() || entry.asString().length() > most) {
        throw bad(key, what);
      }
      texts.add(entry.asString());
    }
    return texts;
  }

  Optional<Long> number(String key, long least) {
    Optional<JsonNode> node = field(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isIntegralNumber()
        || !node.get().canConvertToLong()
        || node.get().asLong() < least) {
      throw bad(key, "a whole number of at least " + least);
    }
    return Optional.of(node.get().asLong());
  }

  boolean flag(String key) {
    Optional<JsonNode> node = field(key);
    if (node.isPresent() && !node.get().isBoolean()) {
      throw bad(key, "true or false");
    }
    return node.isPresent() && node.get().asBoolean();
  }

  /** One of the words of an enum. */
  <E extends Enum<E>> Optional<E> oneOf(String key, Class<E> words) {
    return text(key, MAX_WORD)
        .map(
            text ->
                QueryFields.word(text, words)
                    .orElseThrow(() -> bad(key, QueryFields.words(words))));
  }

  /** Whether there is anything under a key. */
  boolean has(String key) {
    return field(key).isPresent();
  }

  /** Words of an enum, in the order given, none of them twice. */
  <E extends Enum<E>> List<E> allOf(String key, Class<E> words) {
    return texts(key, MAX_WORD).stream()
        .map(
            text ->
                QueryFields.word(text, words)
                    .orElseThrow(() -> bad(key, "a list, each " + QueryFields.words(words))))
        .distinct()
        .toList();
  }

  /** An object under a key, with none but these keys. */
  Optional<BodyFields> part(String key, List<String> known) {
    return field(key).map(node -> of(place + key + ".", node, known));
  }

  /** The objects of a list under a key, each with none but these keys. */
  List<BodyFields> parts(String key, List<String> known, int entries) {
    Optional<JsonNode> node = field(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!node.get().isArray() || node.get().size() > entries) {
      throw bad(key, "a list of at most " + entries + " objects");
    }
    List<BodyFields> parts = new ArrayList<>();
    for (int i = 0; i < node.get().size(); i++) {
      parts.add(of(place + key + "[" + i + "].", node.get().get(i), known));
    }
    return parts;
  }

  /** A question to the catalogue under a key; an empty one if there is none. */
  SearchRequest search(String key) {
    Optional<JsonNode> node = field(key);
    if (node.isEmpty()) {
      throw missing(key);
    }
    BodyFields fields = of(place + key + ".", node.get(), SEARCH);
    SearchRequest every = SearchRequest.of("");
    return new SearchRequest(
        fields.phrase("q", SearchRequest.MAX_TEXT),
        fields.texts("type", SearchRequest.MAX_TEXT),
        fields.texts("ext", SearchRequest.MAX_TEXT),
        fields.number("minSize", 0),
        fields.number("maxSize", 0),
        fields.text("member", SearchRequest.MAX_TEXT),
        fields.text("publisher", SearchRequest.MAX_TEXT),
        fields.time("after"),
        fields.time("before"),
        fields.sort("sort").orElse(every.sort()),
        every.page());
  }

  /** The keys of a question. */
  static final List<String> SEARCH =
      List.of(
          "q",
          "type",
          "ext",
          "minSize",
          "maxSize",
          "member",
          "publisher",
          "after",
          "before",
          "sort",
          "page");

  /** A text that may be empty, and is if it is not there. */
  String phrase(String key, int most) {
    boolean empty =
        field(key).filter(JsonNode::isString).map(JsonNode::asString).equals(Optional.of(""));
    return empty ? "" : text(key, most).orElse("");
  }

  private Optional<Instant> time(String key) {
    return text(key, SearchRequest.MAX_TEXT)
        .map(text -> QueryFields.instant(text).orElseThrow(() -> bad(key, QueryFields.TIME)));
  }

  private Optional<SortBy> sort(String key) {
    return text(key, SearchRequest.MAX_TEXT)
        .map(text -> QueryFields.sort(text).orElseThrow(() -> bad(key, QueryFields.SORTS)));
  }
}
