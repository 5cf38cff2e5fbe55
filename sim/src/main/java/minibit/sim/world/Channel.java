package minibit.sim.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import minibit.core.piece.Block;
import minibit.core.session.OpenRequests;
import minibit.core.session.PeerKey;
import minibit.core.session.UploadQueue;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection: what a connection's loop owns in the daemon, and the way to the other
 * end. Messages keep their order; a small one passes blocks that still wait at the sender, never
 * one that is under way.
 */
final class Channel {
  final Host host;
  final Host remote;
  final PeerKey key;
  final boolean rejects;
  final OpenRequests open;
  final UploadQueue uploads;

  /** Pieces we allowed the other to fetch while choked. */
  final Set<Integer> allowed = new LinkedHashSet<>();

  private final World world;
  private final Timeline timeline;
  private final Traffic traffic;
  private final long oneWay;
  private final long window;
  private final Deque<Parcel> underWay = new ArrayDeque<>();
  private @Nullable Channel other;
  private long bytesUnderWay;
  private long sequence;
  private boolean closed;

  Channel(World world, Host host, Host remote, PeerKey key) {
    this.world = world;
    this.host = host;
    this.remote = remote;
    this.key = key;
    this.timeline = world.timeline();
    this.traffic = world.traffic();
    this.rejects = host.spec().fast() && remote.spec().fast();
    this.open = new OpenRequests(rejects);
    this.uploads = new UploadQueue(world.geometry(), rejects, 0, host::canServe);
    this.oneWay = host.spec().latency().plus(remote.spec().latency()).toNanos();
    this.window = Links.window(host.spec().up(), remote.spec().down(), 2 * oneWay);
  }

  /** Joins both ends. */
  static void join(Channel one, Channel two) {
    one.other = two;
    two.other = one;
  }

  Channel other() {
    if (other == null) {
      throw new IllegalStateException("half a connection");
    }
    return other;
  }

  long oneWay() {
    return oneWay;
  }

  boolean isClosed() {
    return closed;
  }

  /** Sends a message that carries no block. */
  void send(PeerMessage message) {
    if (closed) {
      return;
    }
    int size = MessageEncoder.size(message);
    host.uplink().owe(size);
    remote.downlink().owe(size);
    traffic.control(size);
    long number = sequence++;
    timeline.after(oneWay, () -> come(number, message));
  }

  private void come(long number, PeerMessage message) {
    Parcel before = null;
    for (Iterator<Parcel> last = underWay.descendingIterator(); last.hasNext(); ) {
      Parcel parcel = last.next();
      if (parcel.sequence < number) {
        before = parcel;
        break;
      }
    }
    if (before != null) {
      before.riders.add(message);
    } else {
      hand(message);
    }
  }

  private void hand(PeerMessage message) {
    Channel there = other();
    if (!there.closed) {
      world.loop().received(there, message);
    }
  }

  /** Whether a block waits and the window lets it go. */
  boolean canSend() {
    return !closed && uploads.size() > 0 && bytesUnderWay < window;
  }

  /** Takes the next block to send. */
  Parcel nextBlock() {
    Block block = uploads.poll(1, Long.MAX_VALUE).getFirst();
    Parcel parcel = new Parcel(this, sequence++, block, host.corrupts());
    underWay.add(parcel);
    bytesUnderWay += block.length();
    traffic.sent(block.length());
    world.loop().serving(this, block);
    return parcel;
  }

  /** A block left this host. */
  void departed(Parcel parcel) {
    world.loop().sent(this, parcel.block);
    long held =
        world
            .borders()
            .cross(host.spec().site(), remote.spec().site(), parcel.block.length(), timeline.now());
    timeline.after(oneWay + held, () -> remote.downlink().arrived(parcel));
  }

  /** A block came out at the other end. */
  void delivered(Parcel parcel) {
    underWay.remove(parcel);
    bytesUnderWay -= parcel.block.length();
    Channel there = other();
    if (there.closed) {
      traffic.lost(parcel.block.length());
      return;
    }
    traffic.delivered(parcel.block.length());
    host.gave(parcel.block.length());
    there.host.got(parcel.block.length());
    world.loop().received(there, parcel.block, parcel.corrupt);
    for (PeerMessage rider : parcel.riders) {
      hand(rider);
    }
    host.uplink().wake(this);
  }

  /** Ends this end. */
  void close() {
    closed = true;
  }

  /** The other end, if it does not know yet that we closed. */
  Optional<Channel> survivor() {
    return other().closed ? Optional.empty() : Optional.of(other());
  }

  /** Bytes of payload between the ends, for the books. */
  long bytesUnderWay() {
    return bytesUnderWay;
  }
}
