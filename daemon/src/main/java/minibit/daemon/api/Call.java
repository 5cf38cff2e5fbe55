package minibit.daemon.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.api.guard.Caller;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.http.Body;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A request that found its route. */
final class Call {
  /** Longest id, name or prefix in a path. */
  private static final int MAX_ID = 512;

  private final Request request;
  private final Route route;
  private final Map<String, String> params;
  private final Caller caller;
  private Optional<BodyFields> read = Optional.empty();

  Call(Request request, Route route, Map<String, String> params, Caller caller) {
    this.request = request;
    this.route = route;
    this.params = params;
    this.caller = caller;
  }

  /** Who asks. */
  Caller caller() {
    return caller;
  }

  /** As it came. */
  Request request() {
    return request;
  }

  /** Where it was sent to: scheme and host, as a browser's address begins. */
  String origin() {
    return (request.isSecure() ? "https://" : "http://")
        + request.getHeaders().get(HttpHeader.HOST);
  }

  /** What it is about: the open parts of its path, or what its query or body names. */
  String subject() {
    if (!params.isEmpty()) {
      return String.join("/", params.values());
    }
    return read.map(BodyFields::subject)
        .filter(text -> !text.isEmpty())
        .orElseGet(
            () ->
                route.query().contains("path")
                    ? query().text("path", Routes.MAX_PATH).orElse("")
                    : "");
  }

  /** The part of the path that the template names so. */
  String param(String name) {
    String value = params.getOrDefault(name, "");
    if (value.isBlank()
        || value.length() > MAX_ID
        || value.chars().anyMatch(c -> Character.isISOControl(c))) {
      throw ApiException.badRequest(
          "bad-" + name, name + " must be 1 to " + MAX_ID + " characters, none of them a control");
    }
    return value;
  }

  QueryFields query() {
    String query = request.getHttpURI().getQuery();
    return QueryFields.parse(query == null ? "" : query, route.query());
  }

  /** The JSON object that came as the body. */
  BodyFields body() {
    byte[] bytes = bytes();
    requireJson();
    BodyFields fields = BodyFields.parse(bytes, route.keys());
    read = Optional.of(fields);
    return fields;
  }

  /** The fields of the body, which need not be there. */
  BodyFields bodyIfAny() {
    byte[] bytes = bytes();
    if (bytes.length == 0) {
      return BodyFields.parse("{}".getBytes(StandardCharsets.UTF_8), route.keys());
    }
    requireJson();
    return BodyFields.parse(bytes, route.keys());
  }

  /** Makes sure that nothing was sent which nobody would read: no query, no body. */
  void nothingMore() {
    if (route.query().isEmpty()) {
      query();
    }
    if (route.keys().isEmpty()) {
      byte[] bytes = bytes();
      if (bytes.length > 0) {
        requireJson();
        BodyFields.parse(bytes, List.of());
      }
    }
  }

  /** The body as it is, of whatever media type. */
  byte[] bytes() {
    try {
      return Body.read(request, route.maxBody());
    } catch (Body.TooLarge e) {
      throw new ApiException(
          413, "too-large", "the body has at most " + route.maxBody() + " bytes here");
    } catch (Body.TooSlow e) {
      throw new ApiException(408, "too-slow", "the body did not come in time");
    } catch (IOException e) {
      throw ApiException.badRequest("cut-short", "the body ended early");
    }
  }

  private void requireJson() {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String plain = type == null ? "" : type.split(";", 2)[0].strip();
    if (!plain.equalsIgnoreCase("application/json")) {
      throw new ApiException(415, "bad-content-type", "the body must be application/json");
    }
  }
}
