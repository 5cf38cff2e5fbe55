package minibit.daemon.dht;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import minibit.core.dht.SavedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps nodes over a restart. That it cannot be read or written is no trouble: other
 * nodes will be met. One thread.
 */
final class NodeFile {
  private static final Logger LOG = LoggerFactory.getLogger(NodeFile.class);

  private final Optional<Path> file;

  NodeFile(Optional<Path> file) {
    this.file = file;
  }

  SavedNodes load() {
    if (file.isEmpty() || !Files.isRegularFile(file.get())) {
      return SavedNodes.NONE;
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      return SavedNodes.decode(in.readNBytes(SavedNodes.MAX_BYTES));
    } catch (IOException e) {
      LOG.debug("the nodes kept in {} cannot be read", file.get(), e);
      return SavedNodes.NONE;
    }
  }

  /** Replaces what was kept, unless there is nothing to keep. */
  void save(SavedNodes nodes) {
    if (file.isEmpty() || nodes.nodes().isEmpty()) {
      return;
    }
    Path target = file.get().toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
      // Several commands may share the file: each writes one of its own, and the last one stays.
      Path unfinished = Files.createTempFile(folder, "nodes", ".tmp");
      try {
        Files.write(unfinished, nodes.encode());
        Files.move(
            unfinished,
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      LOG.debug("the nodes cannot be kept in {}", target, e);
    }
  }
}
