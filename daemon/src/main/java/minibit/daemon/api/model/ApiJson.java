package minibit.daemon.api.model;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API's JSON: records in the order of their components, times as ISO-8601, nothing as null.
 * What a command prints with {@code --json} is what the daemon said.
 */
public final class ApiJson {
  // A newer daemon may say more than this client knows.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private ApiJson() {}

  /** One line without a line feed. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The same as UTF-8. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * A value read back; keys it has no place for are passed over.
   *
   * @throws tools.jackson.core.JacksonException if it is not such a value
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      T value = MAPPER.readValue(parser, type);
      if (value == null) {
        throw MismatchedInputException.from(parser, type, "null is no " + type.getSimpleName());
      }
      return value;
    }
  }
}
