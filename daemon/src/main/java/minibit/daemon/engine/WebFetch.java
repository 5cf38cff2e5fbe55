package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import minibit.core.piece.Block;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;
import minibit.core.wire.PeerMessage;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.TokenBucket;
import minibit.daemon.trace.Direction;
import minibit.daemon.webseed.PartStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the blocks of one run from a web seed, the way a link brings those of a peer: under the
 * same limits, through the same buffers. Waits wherever it has to, on a thread of its own; any
 * thread may stop it.
 */
final class WebFetch {
  /** Blocks that are told and written together. */
  private static final int TURN = 16;

  /** A block that came waits no longer than this to be told. */
  private static final long TURN_NANOS = 100_000_000;

  /** How often the swarm hears that bytes are passed over, if it is a block's worth at least. */
  private static final long PASS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long one waits for allowance, room or a buffer before looking again. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SwarmRun run;
  private final SwarmEffect.Fetch wanted;
  private final PartStream stream;
  private final BufferPool pool;
  private final LinkFetching fetching;
  private final byte[] bytes = new byte[Block.SIZE];
  private final byte[] scratch = new byte[Block.SIZE];
  private long passedAt = System.nanoTime();
  private long passed;
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;

  WebFetch(SwarmRun run, SwarmEffect.Fetch wanted, PartStream stream, BufferPool pool) {
    this.run = run;
    this.wanted = wanted;
    this.stream = stream;
    this.pool = pool;
    this.fetching = new LinkFetching(wanted.seed(), _ -> {});
  }

  /** Fetches until all is here, or nothing more comes. */
  FetchEnd run() {
    thread = Thread.currentThread();
    try (PartStream closing = stream) {
      long told = System.nanoTime();
      int untold = 0;
      for (Block block : wanted.blocks()) {
        if (!read(closing, block.length()) || !take(block)) {
          return new FetchEnd.Later(WebFault.BROKEN);
        }
        if (run.trace().isOn()) {
          run.trace().message(Direction.IN, wanted.address(), new PeerMessage.Piece(block));
        }
        untold++;
        if (untold >= TURN || System.nanoTime() - told > TURN_NANOS) {
          fetching.flush(run);
          untold = 0;
          told = System.nanoTime();
        }
      }
      return new FetchEnd.Whole();
    } catch (IOException e) {
      return PartStream.end(e);
    } finally {
      fetching.flush(run);
    }
  }

  /** Reads a block; false if stopped. */
  private boolean read(PartStream from, int length) throws IOException {
    int have = 0;
    while (have < length) {
      int allowed = allowance(length - have);
      if (stopped) {
        return false;
      }
      if (allowed == 0) {
        LockSupport.parkNanos(this, STEP_NANOS);
        continue;
      }
      int count = from.pass(scratch, allowed);
      if (count > 0) {
        passed(count);
      } else {
        count = from.read(bytes, have, allowed);
        have += count;
      }
      for (TokenBucket limit : run.downLimits()) {
        limit.take(count);
      }
    }
    return true;
  }

  /** Bytes that came before what is wanted; what came so far is told, as nothing is for a while. */
  private void passed(int count) {
    run.received(count);
    run.wasted(count);
    passed += count;
    long now = System.nanoTime();
    if (now - passedAt > PASS_NANOS && passed >= Block.SIZE) {
      passedAt = now;
      passed = 0;
      fetching.flush(run);
      run.post(new SwarmEvent.FetchPassed(wanted.seed(), wanted.run()));
    }
  }

  private int allowance(int wantedBytes) {
    long allowed = wantedBytes;
    long now = System.nanoTime();
    for (TokenBucket limit : run.downLimits()) {
      allowed = limit.available(allowed, now);
    }
    return (int) allowed;
  }

  /** Hands the block on, once there is room for it; false if stopped. */
  private boolean take(Block block) {
    BufferPool.Lease lease = buffer();
    if (lease == null) {
      return false;
    }
    try {
      ByteBuffer payload = lease.buffer().slice(0, block.length());
      payload.put(0, bytes, 0, block.length());
      fetching.take(run, this, block, payload, lease);
    } finally {
      lease.release();
    }
    return true;
  }

  private BufferPool.@Nullable Lease buffer() {
    Thread waiter = Thread.currentThread();
    Runnable wake = () -> LockSupport.unpark(waiter);
    while (!stopped) {
      BufferPool.Lease lease = run.hasRoom(wake) ? pool.take(Block.SIZE, wake) : null;
      if (lease != null) {
        return lease;
      }
      // What came so far may be what fills the buffers.
      fetching.flush(run);
      LockSupport.park(this);
    }
    return null;
  }

  /** Nothing more is wanted of it. Any thread. */
  void stop() {
    stopped = true;
    stream.cancel();
    LockSupport.unpark(thread);
  }
}
