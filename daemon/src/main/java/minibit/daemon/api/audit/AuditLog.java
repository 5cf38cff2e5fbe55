package minibit.daemon.api.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.ApiJson;
import minibit.daemon.api.model.AuditList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The changes that were asked for by the API: one line of JSON each, in a file that is begun anew
 * when it is full; the one before it is kept. Any thread.
 *
 * <p>A disk that takes no line stops no change: the line is kept in memory and the fault logged.
 */
public final class AuditLog {
  /** About seven thousand changes; two such files are kept. */
  static final long MAX_FILE = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final Optional<Path> file;
  private final Deque<AuditList.Entry> last = new ArrayDeque<>();
  private long total;

  private AuditLog(Optional<Path> file) {
    this.file = file;
  }

  /** A log that is kept in memory only. */
  public static AuditLog inMemory() {
    return new AuditLog(Optional.empty());
  }

  /** The log of a file, with what stands in it; a line that cannot be read is passed over. */
  public static AuditLog open(Path file) {
    AuditLog log = new AuditLog(Optional.of(file));
    log.load(older(file));
    log.load(file);
    return log;
  }

  private static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private synchronized void load(Path from) {
    try {
      for (String line : Files.readAllLines(from)) {
        keep(ApiJson.read(line.getBytes(StandardCharsets.UTF_8), AuditList.Entry.class));
      }
    } catch (NoSuchFileException e) {
      LOG.debug("no changes yet in {}", from);
    } catch (IOException | JacksonException e) {
      LOG.warn("not all changes can be read from {}: {}", from, e.getMessage());
    }
  }

  private void keep(AuditList.Entry entry) {
    total++;
    last.addFirst(entry);
    if (last.size() > AuditList.MAX) {
      last.removeLast();
    }
  }

  /** Writes a change down. */
  public synchronized void add(AuditList.Entry entry) {
    keep(entry);
    file.ifPresent(path -> write(path, entry));
  }

  private static void write(Path file, AuditList.Entry entry) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.exists(file) && Files.size(file) >= MAX_FILE) {
        Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          ApiJson.line(entry) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("a change is not written to {}: {}", file, e.getMessage());
    }
  }

  /** The last changes, the newest first. */
  public synchronized AuditList list(int limit) {
    List<AuditList.Entry> some = last.stream().limit(limit).toList();
    return new AuditList(total, some);
  }
}
