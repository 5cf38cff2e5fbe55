package minibit.daemon.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.piece.Block;
import minibit.core.swarm.SwarmEffect;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;

/** What goes to and fro with web seeds, for the trace. Any thread. */
final class WebTrace {
  private WebTrace() {}

  /** A run is asked for. */
  static void asked(WireTrace trace, SwarmEffect.Fetch wanted) {
    Block first = wanted.blocks().getFirst();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", wanted.run());
    fields.put("piece", first.piece());
    fields.put("begin", first.begin());
    fields.put("length", wanted.blocks().stream().mapToLong(Block::length).sum());
    trace.exchange(Direction.OUT, wanted.address(), "web-request", fields);
  }

  /** Nothing more comes of a run. */
  static void ended(WireTrace trace, SwarmEffect.Fetch fetch, FetchEnd end) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", fetch.run());
    switch (end) {
      case FetchEnd.Whole() -> fields.put("end", "whole");
      case FetchEnd.NoRoom() -> fields.put("end", "no-room");
      case FetchEnd.WholeFiles() -> fields.put("end", "whole-files-only");
      case FetchEnd.Later(WebFault fault, var after) -> {
        fault(fields, "later", fault);
        after.ifPresent(wait -> fields.put("after", wait.toSeconds()));
      }
      case FetchEnd.Lacking(WebFault fault, int first, int last) -> {
        fault(fields, "lacking", fault);
        fields.put("first", first);
        fields.put("last", last);
      }
      case FetchEnd.Never(WebFault fault) -> fault(fields, "never", fault);
    }
    trace.exchange(Direction.IN, fetch.address(), "web-end", fields);
  }

  private static void fault(Map<String, Object> fields, String end, WebFault fault) {
    fields.put("end", end);
    fields.put("fault", fault.id());
  }
}
