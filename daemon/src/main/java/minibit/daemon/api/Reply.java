package minibit.daemon.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.words.Phrase;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.ApiJson;
import minibit.daemon.api.model.Problem;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An answer, whole.
 *
 * @param status of HTTP
 * @param type of the body; empty if there is none
 * @param body the bytes
 * @param headers beyond those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a socket, never compared
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  static Reply json(Object value) {
    return json(200, value);
  }

  static Reply json(int status, Object value) {
    return new Reply(status, JSON, ApiJson.bytes(value), Map.of());
  }

  /** Done, and nothing to say. */
  static Reply nothing() {
    return new Reply(204, "", new byte[0], Map.of());
  }

  /** The asker has it already. */
  static Reply unchanged() {
    return new Reply(304, "", new byte[0], Map.of());
  }

  /** The same with one more header. */
  Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, type, body, more);
  }

  /** Bytes to be saved under a name. */
  static Reply file(String type, String name, byte[] bytes) {
    // The plain form is for those who cannot read the other one, and must not break the header.
    String plain = name.replaceAll("[^ -~]|[\"\\\\%;]", "_");
    String disposition =
        "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + Escapes.percent(name);
    return new Reply(200, type, bytes, Map.of("Content-Disposition", disposition));
  }

  static Reply problem(ApiException failure) {
    return problem(failure, Map.of());
  }

  static Reply problem(ApiException failure, Map<String, String> headers) {
    Problem problem =
        new Problem(
            "about:blank",
            HttpStatus.getMessage(failure.status()),
            failure.status(),
            failure.message(),
            failure.code(),
            Phrase.of(failure.sentence()),
            failure.candidates());
    return new Reply(failure.status(), Problem.MEDIA_TYPE, ApiJson.bytes(problem), headers);
  }

  /** A document that is text already. */
  static Reply document(String json) {
    return new Reply(200, JSON, json.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
