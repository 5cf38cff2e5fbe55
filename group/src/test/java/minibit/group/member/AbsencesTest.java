package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import minibit.core.identity.MemberId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsencesTest {
  private static final Duration MEMORY = Duration.ofDays(30);
  private static final MemberId ANA = MemberKeys.drawn().id();
  private static final MemberId BOB = MemberKeys.drawn().id();

  @TempDir Path home;

  /** A tracker that is started every day forgets some day, too, and not one day early. */
  @Test
  void absencesAddUpOverRestarts() {
    for (int day = 0; day < 30; day++) {
      assertThat(dayOf(List.of(ANA))).as("day %s", day).isEmpty();
    }
    assertThat(dayOf(List.of(ANA, BOB))).containsExactly(ANA);
  }

  /** Who was there in between begins anew. */
  @Test
  void whoCameBackIsAwayAnew() {
    for (int day = 0; day < 29; day++) {
      assertThat(dayOf(List.of(ANA))).isEmpty();
    }
    assertThat(dayOf(List.of())).isEmpty();
    for (int day = 0; day < 29; day++) {
      assertThat(dayOf(List.of(ANA))).isEmpty();
    }
  }

  /** A file that cannot be read costs the sums and nothing else. */
  @Test
  void damageBeginsAnew() throws Exception {
    Files.writeString(home.resolve("absences.properties"), ANA.hex() + "=many\n");
    assertThat(dayOf(List.of(ANA))).isEmpty();
    assertThat(Files.readString(home.resolve("absences.properties"))).contains("=86400");
  }

  /** A day in office, by the clock of one start. */
  private List<MemberId> dayOf(List<MemberId> away) {
    Absences absences = new Absences(home);
    Instant start = Instant.EPOCH.plusSeconds(5);
    absences.begin(start);
    List<MemberId> forgotten = List.of();
    for (int hour = 1; hour <= 24; hour++) {
      forgotten = absences.longerThan(MEMORY, away, start.plus(Duration.ofHours(hour)));
    }
    return forgotten;
  }
}
