package minibit.cli.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import minibit.cli.output.Json;

/**
 * The sentences of faults in other languages than English, in which they are written where they are
 * found. The file is that of the page: both say the same. It is read when the first fault is told,
 * so that commands which have none do not pay for it.
 */
final class FaultTexts {
  private static final String PORTUGUESE = "/minibit/cli/faults.pt-BR.json";

  private FaultTexts() {}

  /** By their keys. */
  static Map<String, String> portuguese() {
    return Portuguese.TEXTS;
  }

  private static final class Portuguese {
    static final Map<String, String> TEXTS = read(PORTUGUESE);
  }

  private static Map<String, String> read(String resource) {
    try (InputStream in = FaultTexts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      Map<String, String> texts = new TreeMap<>();
      Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .forEachEntry((key, text) -> texts.put(key, text.asString()));
      return Collections.unmodifiableMap(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
