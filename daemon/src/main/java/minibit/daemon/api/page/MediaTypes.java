package minibit.daemon.api.page;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of files the page has; a file of another kind is none of it. */
final class MediaTypes {
  private static final String TEXT = "text/plain;charset=utf-8";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("html", "text/html;charset=utf-8"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("mjs", "text/javascript;charset=utf-8"),
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", TEXT));

  private static final Map<String, String> BY_NAME = Map.of("LICENSE", TEXT, "NOTICE", TEXT);

  private MediaTypes() {}

  /** The type of a file by its name. */
  static Optional<String> of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return Optional.ofNullable(
        dot < 0
            ? BY_NAME.get(name)
            : BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /** Whether it gets smaller by packing: pictures and fonts are packed already. */
  static boolean packs(String type) {
    return type.startsWith("text/") || type.endsWith("json") || type.endsWith("+xml");
  }
}
