package minibit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five daemons on five machines of one network, which find each other by themselves. */
@Tag("interop")
class MachinesTest {
  private static final int MACHINES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lan lan = new Lan(MACHINES);
  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void end() {
    members.forEach(Member::close);
    lan.close();
  }

  // Two of five cannot decide anything: they say so, and keep their members' questions answered as
  // far as they can. Three of five go on in a higher epoch. When the cable is mended all agree, and
  // what the three took in is there.
  @Test
  void aNetworkCutInTwoAgreesAgain() throws IOException {
    Path place = Workspace.fresh("machines", "cut");
    start(place);
    int tracker = trackerOf(members.getFirst());
    long before = members.getFirst().epoch();
    List<Integer> few = List.of(tracker, (tracker + 1) % MACHINES);
    List<Integer> many =
        IntStream.range(0, MACHINES).boxed().filter(i -> !few.contains(i)).toList();

    lan.cutOff(few);
    Member far = members.get(many.getFirst());
    far.await(
        "elects on the larger side",
        PATIENCE,
        () -> far.group().path("quorum").asBoolean() && far.epoch() > before);
    assertThat(trackerOf(far)).isIn(many);
    Path late = place.resolve("m" + many.getFirst()).resolve("shared/late arrival.txt");
    Files.writeString(late, "registered while the network was cut\n");
    far.await("registers on the larger side", PATIENCE, () -> far.finds("arrival") == 1);

    Member cut = members.get(tracker);
    cut.await(
        "knows that it cannot decide", PATIENCE, () -> !cut.group().path("quorum").asBoolean());
    Member.Said refused = cut.command("election");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err()).isNotBlank().doesNotContain("Exception");

    lan.mend();
    for (Member member : members) {
      member.await(
          "finds what was registered meanwhile", PATIENCE, () -> member.finds("arrival") == 1);
      member.await("finds every file of before", PATIENCE, () -> member.finds("file") == MACHINES);
    }
    assertThat(members.stream().map(Member::epoch).distinct()).hasSize(1);
    assertThat(members.stream().map(MachinesTest::trackerOf).distinct()).hasSize(1);
  }

  // Without three of five voters nothing is acknowledged, and it is said why; with one of them back
  // the group serves again.
  @Test
  void threeOfFiveKilledStopTheServiceUntilOneReturns() {
    Path place = Workspace.fresh("machines", "killed");
    start(place);
    int tracker = trackerOf(members.getFirst());
    List<Integer> dead = List.of(tracker, (tracker + 1) % MACHINES, (tracker + 2) % MACHINES);
    dead.forEach(i -> members.get(i).kill());

    Member left = members.get((tracker + 3) % MACHINES);
    left.await(
        "knows that it cannot decide", PATIENCE, () -> !left.group().path("quorum").asBoolean());
    Member.Said refused = left.command("election");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err()).isNotBlank().doesNotContain("Exception");

    Member back = Member.up(lan, dead.getLast(), home(place, dead.getLast()), group());
    members.set(dead.getLast(), back);
    back.await("serves again", PATIENCE, back::ready);
    left.await("finds the files of the living", PATIENCE, () -> left.finds("file") >= 3);
  }

  private void start(Path place) {
    for (int i = 0; i < MACHINES; i++) {
      members.add(Member.up(lan, i, home(place, i), group()));
    }
    for (Member member : members) {
      member.await("sees a tracker", PATIENCE, member::ready);
      member.await("finds every file", PATIENCE, () -> member.finds("file") == MACHINES);
    }
    Member first = members.getFirst();
    first.await("has five voters", PATIENCE, () -> first.group().path("voters").size() == MACHINES);
  }

  private static Path home(Path place, int machine) {
    return Workspace.created(place.resolve("m" + machine));
  }

  private static String group() {
    return "machines";
  }

  private static int trackerOf(Member member) {
    String name = member.group().path("tracker").path("name").asString();
    return Integer.parseInt(Objects.requireNonNull(name).substring(1));
  }
}
