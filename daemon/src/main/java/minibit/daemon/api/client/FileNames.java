package minibit.daemon.api.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** File names as HTTP carries them. */
final class FileNames {
  private static final String EXTENDED = "filename*=UTF-8''";

  private FileNames() {}

  /** The name of RFC 6266's extended form, which our daemons send. */
  static Optional<String> ofDisposition(String header) {
    int start = header.indexOf(EXTENDED);
    if (start < 0) {
      return Optional.empty();
    }
    String value = header.substring(start + EXTENDED.length());
    int end = value.indexOf(';');
    String encoded = end < 0 ? value : value.substring(0, end);
    try {
      // A plus is a plus here, and a space in what the decoder knows.
      return Optional.of(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
