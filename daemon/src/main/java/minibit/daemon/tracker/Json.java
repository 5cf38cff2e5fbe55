package minibit.daemon.tracker;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tracker's JSON, bounded in depth and numbers. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .maxNameLength(100)
                          .build())
                  .build())
          .build();

  private Json() {}

  /** A document; throws Jackson's own unchecked exception if it is none. */
  static JsonNode parse(byte[] body) {
    return MAPPER.readTree(body);
  }

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }
}
