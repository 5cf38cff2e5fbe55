package minibit.group.vote;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.util.List;
import java.util.stream.Stream;

/** What it means that a voter could not be started on its log, of which Ratis tells in words. */
final class LogFailure {
  /**
   * What a disk without room, or one that was taken away, says: nothing that was written is lost.
   */
  private static final List<String> OF_THE_DISK =
      List.of("No space left", "Disk quota", "Read-only file system", "Too many open files");

  private static final List<String> OF_DAMAGE =
      List.of("orrupted", "log_inprogress", "segment", "snapshot", "MD5");

  private final Exception failure;
  private final VoterPlace place;

  LogFailure(Exception failure, VoterPlace place) {
    this.failure = failure;
    this.place = place;
  }

  /** Whether the open segment ends in an entry that a crash cut short. */
  boolean isTornTail() {
    return says("log_inprogress") && isDamage();
  }

  /** As what the voter's starter hears of it: a damaged log, or trouble that may pass. */
  IOException tell() {
    if (isHeld()) {
      return new IOException("another voter holds the log in " + place.folder(), failure);
    }
    if (isDamage()) {
      return new DamagedLogException("the log of this voter cannot be read: " + reason(), failure);
    }
    return failure instanceof IOException known ? known : new IOException(failure);
  }

  private boolean isDamage() {
    return OF_THE_DISK.stream().noneMatch(this::says)
        && (!(failure instanceof IOException) || OF_DAMAGE.stream().anyMatch(this::says));
  }

  /** Whether another process, or an earlier voter of this one, has not let go of the folder. */
  private boolean isHeld() {
    return causes().anyMatch(OverlappingFileLockException.class::isInstance)
        || says("already locked")
        || says("Cannot lock storage");
  }

  /** Whether a message has these words; the path of the user's own folder does not count. */
  private boolean says(String words) {
    String home = place.home().toString();
    return causes()
        .map(cause -> String.valueOf(cause.getMessage()).replace(home, ""))
        .anyMatch(message -> message.contains(words));
  }

  /** What the innermost says: what is around it says only where it happened. */
  private String reason() {
    return causes().reduce((outer, inner) -> inner).map(LogFailure::words).orElseThrow();
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Stream<Throwable> causes() {
    return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause);
  }
}
