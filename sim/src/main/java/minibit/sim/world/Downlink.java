package minibit.sim.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A host's receiving side: one block at a time, its connections in turn. What waits here is what a
 * network would hold in its buffers; each connection's window bounds it.
 */
final class Downlink {
  private final Timeline timeline;
  private final long rate;
  private final LinkedHashMap<Channel, Deque<Parcel>> waiting = new LinkedHashMap<>();
  private boolean busy;
  private long debt;

  Downlink(Timeline timeline, long rate) {
    this.timeline = timeline;
    this.rate = rate;
  }

  /** Bytes that came beside the blocks. */
  void owe(int bytes) {
    debt += bytes;
  }

  /** A block reached this host's end of the network. */
  void arrived(Parcel parcel) {
    waiting.computeIfAbsent(parcel.from, _ -> new ArrayDeque<>()).add(parcel);
    pump();
  }

  private void pump() {
    if (busy) {
      return;
    }
    Map.Entry<Channel, Deque<Parcel>> turn = waiting.pollFirstEntry();
    if (turn == null) {
      return;
    }
    Parcel parcel = turn.getValue().remove();
    if (!turn.getValue().isEmpty()) {
      waiting.put(turn.getKey(), turn.getValue());
    }
    busy = true;
    long time = Links.nanos(parcel.size() + debt, rate);
    debt = 0;
    timeline.after(
        time,
        () -> {
          busy = false;
          parcel.from.delivered(parcel);
          pump();
        });
  }
}
