package minibit.daemon.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import minibit.daemon.disk.FileStorage;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.engine.device.Device;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what was verified of one torrent forced to the disk, some time later and in the background,
 * and the journal told of it: then it need not be read again after the machine restarted. Until it
 * is, a power cut may leave holes in files that look whole. Any thread.
 */
final class Forcing {
  private static final Logger LOG = LoggerFactory.getLogger(Forcing.class);

  private final Host host;
  private final Device device;
  private final FileStorage storage;
  private final ResumeLog log;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private volatile @Nullable Future<?> planned;
  private volatile boolean closed;

  /** Nothing is forced before {@link #soon}. */
  Forcing(Host host, Device device, FileStorage storage, ResumeLog log) {
    this.host = host;
    this.device = device;
    this.storage = storage;
    this.log = log;
  }

  /** Something was verified that a power cut might take. */
  void soon() {
    Optional<Duration> after = host.settings().forceAfter();
    if (after.isEmpty() || closed || !waiting.compareAndSet(false, true)) {
      return;
    }
    try {
      planned =
          host.timer()
              .schedule(
                  () -> device.background().execute(this::force),
                  after.get().toMillis(),
                  TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The engine closes: what is not forced is read at the next start of the machine.
      closed = true;
    }
  }

  private void force() {
    waiting.set(false);
    if (closed) {
      return;
    }
    try {
      log.forcing();
      storage.force();
      log.forced();
    } catch (IOException e) {
      // Costs reading it after a restart of the machine.
      LOG.debug("forcing {} to the disk", storage.layout(), e);
    }
  }

  /** Forces nothing more; what is being forced goes on. */
  void close() {
    closed = true;
    Future<?> task = planned;
    if (task != null) {
      task.cancel(false);
    }
  }
}
