package minibit.daemon.api.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.TransferQuery;

/** The query of a URL, built key by key. */
final class Query {
  private final StringBuilder text = new StringBuilder();

  static Query of(Page page) {
    return new Query().add(page);
  }

  static Query of(SearchRequest request) {
    Query query = new Query().add("q", request.q());
    request.type().forEach(type -> query.add("type", type));
    request.ext().forEach(ext -> query.add("ext", ext));
    return query
        .add("minSize", request.minSize())
        .add("maxSize", request.maxSize())
        .add("member", request.member())
        .add("publisher", request.publisher())
        .add("after", request.after())
        .add("before", request.before())
        .add("sort", request.sort().toString())
        .add(request.page());
  }

  static Query of(TransferQuery wanted) {
    String order = wanted.descending() ? "-" : "";
    return new Query()
        .add("q", wanted.q())
        .add("state", wanted.state())
        .add("sort", wanted.sort().map(key -> order + key))
        .add(wanted.page());
  }

  Query add(String key, String value) {
    text.append(text.isEmpty() ? '?' : '&').append(key).append('=').append(encoded(value));
    return this;
  }

  Query add(String key, Optional<?> value) {
    return value.map(it -> add(key, it.toString())).orElse(this);
  }

  Query add(Page page) {
    return add("offset", Integer.toString(page.offset()))
        .add("limit", Integer.toString(page.limit()));
  }

  /** One segment of a path, slashes and all. */
  static String segment(String text) {
    return encoded(text);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
