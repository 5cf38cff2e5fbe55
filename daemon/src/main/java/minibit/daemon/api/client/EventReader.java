package minibit.daemon.api.client;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.api.model.ApiJson;
import minibit.daemon.api.model.Event;
import tools.jackson.core.JacksonException;

/** Takes server-sent events off their lines. */
final class EventReader {
  private final Iterator<String> lines;

  EventReader(Iterator<String> lines) {
    this.lines = lines;
  }

  /** The next event; empty at the end. An event that cannot be read is passed over. */
  Optional<Event> next() {
    String id = "";
    String type = "";
    StringBuilder data = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.isEmpty()) {
        Optional<Event> event = event(id, type, data.toString());
        if (event.isPresent()) {
          return event;
        }
        data.setLength(0);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.append(line, 6, line.length());
      }
    }
    return Optional.empty();
  }

  private static Optional<Event> event(String id, String type, String data) {
    if (data.isEmpty()) {
      return Optional.empty();
    }
    try {
      @SuppressWarnings("unchecked") // a JSON object has texts for keys
      Map<String, Object> fields = ApiJson.read(data.getBytes(StandardCharsets.UTF_8), Map.class);
      return Optional.of(new Event(id, type, fields));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
