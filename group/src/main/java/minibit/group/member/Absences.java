package minibit.group.member;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import minibit.core.identity.MemberId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long this daemon, while it was tracker, has seen each absent member away: a sum over all its
 * times in office, by a clock that only goes forward. What clocks on walls say, here or where an
 * absence was written down, plays no part. Owned by the loop.
 */
final class Absences {
  private static final Logger log = LoggerFactory.getLogger(Absences.class);
  private static final String FILE = "absences.properties";

  /** How often the sums are written: so much of them a tracker that is killed forgets. */
  static final Duration SAVE = Duration.ofMinutes(10);

  private final Path home;
  private final Map<MemberId, Duration> sums = new HashMap<>();
  private @Nullable Instant watchedUntil;
  private Instant saved = Instant.EPOCH;
  private boolean changed;

  Absences(Path home) {
    this.home = home;
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
      for (String member : properties.stringPropertyNames()) {
        long seconds = Long.parseLong(properties.getProperty(member));
        if (seconds > 0) {
          sums.put(MemberId.ofHex(member), Duration.ofSeconds(seconds));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      log.warn("absences are counted anew: {}", e.getMessage());
      sums.clear();
    }
  }

  /** Begins to watch: what passed before is not counted. */
  void begin(Instant now) {
    watchedUntil = now;
    saved = now;
  }

  /**
   * These are away at this moment, and the others are not.
   *
   * @return who has been away for that long
   */
  List<MemberId> longerThan(Duration memory, Collection<MemberId> away, Instant now) {
    Instant since = watchedUntil == null ? now : watchedUntil;
    Duration passed = Duration.between(since, now);
    watchedUntil = now;
    changed |= sums.keySet().retainAll(away) || !away.isEmpty();
    away.forEach(member -> sums.merge(member, passed, Duration::plus));
    if (changed && Duration.between(saved, now).compareTo(SAVE) >= 0) {
      saved = now;
      save();
    }
    return away.stream()
        .filter(member -> sums.getOrDefault(member, Duration.ZERO).compareTo(memory) > 0)
        .toList();
  }

  private void save() {
    Properties properties = new Properties();
    sums.forEach(
        (member, sum) -> properties.setProperty(member.hex(), Long.toString(sum.toSeconds())));
    Path unfinished = home.resolve(FILE + ".tmp");
    try {
      try (Writer out = Files.newBufferedWriter(unfinished)) {
        properties.store(out, null);
      }
      Files.move(
          unfinished,
          home.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      changed = false;
    } catch (IOException e) {
      log.debug("absences are not written down: {}", e.getMessage());
    }
  }
}
