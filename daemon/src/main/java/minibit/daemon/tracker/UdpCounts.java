package minibit.daemon.tracker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What came in over UDP since the start. Any thread. */
final class UdpCounts {
  final LongAdder connects = new LongAdder();
  final LongAdder announces = new LongAdder();
  final LongAdder scrapes = new LongAdder();

  /** Requests answered with an error. */
  final LongAdder refused = new LongAdder();

  /** Packets that had no right to an answer. */
  final LongAdder ignored = new LongAdder();

  /** Packets of hosts that had sent too many in that second. */
  final LongAdder limited = new LongAdder();

  /** Answers that the kernel did not take. */
  final LongAdder lost = new LongAdder();

  /** Reads of a socket that failed. */
  final LongAdder failed = new LongAdder();

  private volatile LongSupplier dropped = () -> 0;

  /** Who knows how many packets found no room in the kernel. */
  void droppedBy(LongSupplier sockets) {
    dropped = sockets;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("connects", connects.sum());
    fields.put("announces", announces.sum());
    fields.put("scrapes", scrapes.sum());
    fields.put("refused", refused.sum());
    fields.put("ignored", ignored.sum());
    fields.put("limited", limited.sum());
    fields.put("lost", lost.sum());
    fields.put("dropped", dropped.getAsLong());
    fields.put("failed", failed.sum());
    return fields;
  }
}
