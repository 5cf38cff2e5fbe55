package minibit.group.vote;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
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
}
