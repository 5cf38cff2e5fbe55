package minibit.cli.output;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values as one line of JSON: records in the order of their components, maps in theirs. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Json() {}

  /** One line without a line feed. Times as ISO-8601; null stays null. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A line of JSON read back. */
  public static JsonNode read(String line) {
    return MAPPER.readTree(line);
  }
}
