package minibit.group.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minibit.core.identity.GroupId;
import minibit.group.office.Epoch;
import minibit.group.vote.VoterPlace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored count of recoveries that cannot be true: the newest log in the home knows better. */
final class StrayRecovery {
  private static final Logger log = LoggerFactory.getLogger(StrayRecovery.class);

  private StrayRecovery() {}

  static boolean isStray(long stored) {
    return stored < 0 || stored > Epoch.MAX_RECOVERY;
  }

  /** The count of the newest log that is kept here; empty if there is none, or none is needed. */
  static OptionalInt logInstead(long stored, Path home, GroupId group) throws IOException {
    if (!isStray(stored)) {
      return OptionalInt.empty();
    }
    OptionalInt newest = newestLog(VoterKeeper.log(home), group);
    log.warn(
        "the group's record says that it was recovered {} times, which cannot be: {} is taken",
        stored,
        newest.isPresent() ? "that of the log, " + newest.getAsInt() + "," : "0");
    return newest;
  }

  private static OptionalInt newestLog(Path logs, GroupId group) throws IOException {
    if (!Files.isDirectory(logs)) {
      return OptionalInt.empty();
    }
    Set<Path> kept;
    try (Stream<Path> folders = Files.list(logs)) {
      kept = folders.collect(Collectors.toSet());
    }
    for (int recovery = Epoch.MAX_RECOVERY; recovery >= 0 && !kept.isEmpty(); recovery--) {
      if (kept.contains(new VoterPlace(logs, group, recovery).folder())) {
        return OptionalInt.of(recovery);
      }
    }
    return OptionalInt.empty();
  }
}
