package minibit.daemon.engine.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import minibit.daemon.net.BufferPool;

/**
 * The devices on which torrents lie, each with what is its own: one that hangs stops only what lies
 * on it. Any thread.
 */
public final class Devices {
  /**
   * Devices that are told apart, more than a machine has file systems for data: the threads of each
   * stay. What lies on others is one device more.
   */
  static final int MOST = 64;

  private static final Object OTHER = "other";

  private final Function<Path, Object> names;
  private final BufferPool receivePool;
  private final BufferPool uploadPool;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final Map<Object, Device> devices = new LinkedHashMap<>();
  private boolean closed;

  /**
   * No device yet.
   *
   * @param names what device a folder lies on; may wait for it
   * @param receivePool what came and waits for the disk; a quarter of it waits for no disk, so that
   *     it falls to where a shortage ends however many hang
   * @param uploadPool what was read to be sent; half of it is for what was read
   */
  public Devices(Function<Path, Object> names, BufferPool receivePool, BufferPool uploadPool) {
    this.names = names;
    this.receivePool = receivePool;
    this.uploadPool = uploadPool;
  }

  /** The name of the file system that a folder lies on, or will: its nearest parent's. */
  public static Object nameOf(Path folder) {
    Path there = folder.toAbsolutePath();
    for (Path up = there; up != null; up = up.getParent()) {
      if (Files.exists(up)) {
        there = up;
        break;
      }
    }
    try {
      return Files.getAttribute(there, "unix:dev");
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return storeOf(there);
    } catch (IOException e) {
      return OTHER;
    }
  }

  /** Where files have no device number. */
  private static Object storeOf(Path there) {
    try {
      return Files.getFileStore(there);
    } catch (IOException e) {
      return OTHER;
    }
  }

  /** The device of a torrent saved into this folder. May wait for that device. */
  public Device of(Path folder) {
    return named(names.apply(folder));
  }

  private synchronized Device named(Object name) {
    Object known = devices.containsKey(name) || devices.size() < MOST ? name : OTHER;
    return devices.computeIfAbsent(known, _ -> newDevice());
  }

  private Device newDevice() {
    long receive = receivePool.budget() / 4 * 3;
    long upload = uploadPool.budget() / 2;
    Device device =
        new Device(
            new Backlog(new DiskShare(receive, received)),
            new ReadRoom(uploadPool, new DiskShare(upload, read)));
    if (closed) {
      device.shutdown();
    }
    return device;
  }

  private synchronized List<Device> all() {
    return List.copyOf(devices.values());
  }

  /** Reads and writes of all that no thread has begun. */
  public int waiting() {
    return all().stream().mapToInt(Device::waiting).sum();
  }

  /** No device takes more tasks; those that wait are done. */
  public synchronized void shutdown() {
    closed = true;
    devices.values().forEach(Device::shutdown);
  }

  /** Waits for the last reads and writes of all, at most so long. */
  public void awaitTermination(long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    for (Device device : all()) {
      device.awaitTermination(Math.max(0, until - System.nanoTime()));
    }
  }
}
