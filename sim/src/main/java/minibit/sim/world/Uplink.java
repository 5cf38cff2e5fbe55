package minibit.sim.world;

import java.util.LinkedHashSet;

/**
 * A host's sending side: one block at a time, its connections in turn, so that they share the
 * capacity evenly. Small messages do not wait; their bytes are added to the next block's time.
 */
final class Uplink {
  private final Timeline timeline;
  private final long rate;
  private final LinkedHashSet<Channel> ready = new LinkedHashSet<>();
  private boolean busy;
  private long debt;

  Uplink(Timeline timeline, long rate) {
    this.timeline = timeline;
    this.rate = rate;
  }

  /** Bytes that went out beside the blocks. */
  void owe(int bytes) {
    debt += bytes;
  }

  /** The channel may have a block to send now. */
  void wake(Channel channel) {
    if (channel.canSend()) {
      ready.add(channel);
    }
    pump();
  }

  private void pump() {
    while (!busy && !ready.isEmpty()) {
      Channel channel = ready.removeFirst();
      if (channel.canSend()) {
        busy = true;
        Parcel parcel = channel.nextBlock();
        long time = Links.nanos(parcel.size() + debt, rate);
        debt = 0;
        timeline.after(time, () -> sent(parcel));
      }
    }
  }

  private void sent(Parcel parcel) {
    busy = false;
    Channel channel = parcel.from;
    if (channel.canSend()) {
      ready.add(channel);
    }
    channel.departed(parcel);
    pump();
  }
}
