package minibit.daemon.trace;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.daemon.trace.TraceEvent.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trace in a file: one JSON object a line, in the order of the calls. A thread of its own writes;
 * callers only leave their event in a bounded queue. When that is full they wait for {@link
 * #PATIENCE_MILLIS}, and then the event is lost and a line says how many were. When the file can
 * take no more, that is logged once and the trace goes quiet.
 */
public final class TraceFile implements WireTrace, AutoCloseable {
  /** Events that may wait to be written: some 20 MB at worst, a tenth of a second of blocks. */
  private static final int WAITING = 8192;

  /** How long a caller waits at a full queue: a loop must get back to its other peers. */
  private static final int PATIENCE_MILLIS = 10;

  /**
   * How long {@link #close} waits for the rest to be written: a command ends within two seconds.
   */
  private static final int CLOSING_MILLIS = 1_000;

  private static final int BATCH = 256;
  private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

  private final BlockingQueue<TraceEvent> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final InstantSource clock;
  private final Writer out;
  private final Thread thread;
  private volatile boolean closed;

  /** A trace into this writer, which {@link #close} closes. */
  TraceFile(Writer out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("trace").unstarted(this::run);
  }

  /**
   * Begins a trace, in place of what the file held.
   *
   * @throws IOException if the file cannot be written
   */
  public static TraceFile open(Path file) throws IOException {
    TraceFile trace = new TraceFile(Files.newBufferedWriter(file), InstantSource.system());
    trace.start();
    return trace;
  }

  void start() {
    thread.start();
  }

  @Override
  public boolean isOn() {
    return !closed;
  }

  @Override
  public void handshake(Direction direction, Object peer, Handshake handshake) {
    put(direction, peer, new Content.Opening(handshake));
  }

  @Override
  public void message(Direction direction, Object peer, PeerMessage message) {
    if (!closed) {
      put(direction, peer, TraceEvent.of(message));
    }
  }

  @Override
  public void announce(Direction direction, Object peer, AnnounceRequest request) {
    put(direction, peer, new Content.Announce(request));
  }

  @Override
  public void answer(Direction direction, Object peer, AnnounceResponse response) {
    put(direction, peer, new Content.Answer(response));
  }

  @Override
  public void exchange(Direction direction, Object peer, String name, Map<String, ?> fields) {
    put(direction, peer, new Content.Other(name, fields));
  }

  private void put(Direction direction, Object peer, Content content) {
    if (closed) {
      return;
    }
    TraceEvent event = new TraceEvent(clock.instant(), direction, peer, content);
    if (waiting.offer(event)) {
      return;
    }
    try {
      if (!waiting.offer(event, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        lost.incrementAndGet();
      }
    } catch (InterruptedException e) {
      lost.incrementAndGet();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (out) {
      TraceWriter writer = new TraceWriter(out);
      List<TraceEvent> batch = new ArrayList<>(BATCH);
      while (!closed || !waiting.isEmpty()) {
        TraceEvent first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        waiting.drainTo(batch, BATCH - 1);
        for (TraceEvent event : batch) {
          writer.write(event);
        }
        batch.clear();
        long missing = lost.getAndSet(0);
        if (missing > 0) {
          writer.writeLost(clock.instant().toString(), missing);
        }
        if (waiting.isEmpty()) {
          writer.flush();
        }
      }
      writer.flush();
    } catch (IOException e) {
      LOG.warn("The trace ends here: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      waiting.clear();
    }
  }

  /** Ends the trace: what waits is written, for a second at most. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(Duration.ofMillis(CLOSING_MILLIS))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
