package minibit.group.vote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import minibit.core.identity.GroupId;

/**
 * Which log a voter keeps, and where.
 *
 * @param home the daemon's folder for the group's logs
 * @param group whose log
 * @param recovery how often the group was recovered: each time it got a new log
 */
public record VoterPlace(Path home, GroupId group, int recovery) {
  /** The name of the log: the group's own until the group is recovered, so that logs never mix. */
  UUID log() {
    return recovery == 0
        ? group.value()
        : UUID.nameUUIDFromBytes(
            ("minibit log " + group + " " + recovery).getBytes(StandardCharsets.UTF_8));
  }

  /** The folder of this log alone: Ratis opens every log it finds in a folder. */
  public Path folder() {
    return home.resolve(log().toString());
  }

  /**
   * Sets a log aside that cannot be read, in place of the one set aside before, and leaves behind
   * only in which term its voter voted last and for whom: a voter that forgot that could vote twice
   * in one term.
   *
   * @return where the log is now
   */
  public Path setAside() throws IOException {
    Path aside = folder().resolveSibling("damaged");
    deleteAll(aside);
    Files.move(folder(), aside);
    Path meta = Path.of(log().toString(), "current", "raft-meta");
    if (Files.exists(aside.resolve(meta))) {
      Files.createDirectories(folder().resolve(meta).toAbsolutePath().getParent());
      Files.copy(aside.resolve(meta), folder().resolve(meta));
    }
    return aside;
  }

  /** Deletes the log: the membership has ended. */
  public void delete() throws IOException {
    deleteAll(folder());
    deleteAll(folder().resolveSibling("damaged"));
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
