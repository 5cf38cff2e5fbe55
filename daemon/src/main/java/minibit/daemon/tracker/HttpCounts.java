package minibit.daemon.tracker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What stock clients asked over HTTP since the start. Any thread. */
final class HttpCounts {
  final LongAdder announces = new LongAdder();
  final LongAdder scrapes = new LongAdder();

  /** Requests answered with a failure reason. */
  final LongAdder refused = new LongAdder();

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("announces", announces.sum());
    fields.put("scrapes", scrapes.sum());
    fields.put("refused", refused.sum());
    return fields;
  }
}
