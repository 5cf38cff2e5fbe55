package minibit.group.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.core.testing.Seeds;
import minibit.group.GroupSettings;
import minibit.group.office.GroupFace.Meeting;
import org.junit.jupiter.api.Test;

class MeetingTest {
  /** Both sides of a meeting agree on who yields; nobody yields to a stranger or a closed door. */
  @Seeds(200)
  void bothSidesAgree(long seed) {
    Random chance = new Random(seed);
    GroupFace one = face(chance);
    GroupFace two = face(chance);

    Meeting here = one.meets(two);
    Meeting there = two.meets(one);

    assertThat(there)
        .isEqualTo(
            switch (here) {
              case WE_YIELD -> Meeting.THEY_YIELD;
              case THEY_YIELD -> Meeting.WE_YIELD;
              case SAME, STRANGERS, APART -> here;
            });
    if (one.closed() && here == Meeting.WE_YIELD) {
      throw new AssertionError("a closed group yielded");
    }
  }

  /** However many groups of one name meet, in whatever order, one is left that nobody beats. */
  @Seeds(200)
  void oneGroupIsLeft(long seed) {
    Random chance = new Random(seed);
    List<GroupFace> groups = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      groups.add(
          new GroupFace(
              new GroupId(new UUID(chance.nextLong(), chance.nextLong())),
              "lab",
              0,
              chance.nextInt(4) == 0,
              false));
    }
    while (groups.size() > 1) {
      GroupFace one = groups.get(chance.nextInt(groups.size()));
      GroupFace two = groups.get(chance.nextInt(groups.size()));
      if (one.meets(two) == Meeting.WE_YIELD) {
        groups.remove(one);
      }
    }
    assertThat(groups).hasSize(1);
  }

  /** A group that had a second member stays, whatever the ids. */
  @Test
  void whoIsAloneYieldsToMany() {
    GroupFace alone = new GroupFace(new GroupId(new UUID(0, 1)), "lab", 0, false, false);
    GroupFace many = new GroupFace(new GroupId(new UUID(9, 9)), "lab", 0, true, false);

    assertThat(alone.meets(many)).isEqualTo(Meeting.WE_YIELD);
  }

  /** A beacon is read as it was written, and foreign datagrams are nobody's beacon. */
  @Seeds(100)
  void beaconsTravel(long seed) {
    Random chance = new Random(seed);
    List<PeerAddress> addresses = List.of(PeerAddress.of(new byte[] {10, 0, 0, 1}, 7000));
    Beacon here = new Beacon.Here(face(chance), new Epoch(1, 77), addresses);
    for (Beacon beacon : List.of(here, new Beacon.Seek("lab"))) {
      byte[] datagram = Beacon.encode(beacon);
      assertThat(Beacon.decode(datagram)).contains(beacon);
      assertThat(Beacon.decode(Arrays.copyOf(datagram, chance.nextInt(datagram.length)))).isEmpty();
      datagram[chance.nextInt(8)] ^= 1;
      assertThat(Beacon.decode(datagram)).isEmpty();
    }
    byte[] noise = new byte[chance.nextInt(700)];
    chance.nextBytes(noise);
    assertThat(Beacon.decode(noise)).isEmpty();
  }

  /** Only heartbeats of the highest epoch keep a member waiting; waits differ. */
  @Seeds(50)
  void aDeposedTrackerIsNotHeard(long seed) {
    GroupSettings settings = GroupSettings.DEFAULTS;
    Instant start = Instant.ofEpochSecond(1000);
    Watch watch = new Watch(settings, new Random(seed), start, new Epoch(0, 4));

    assertThat(watch.onHeartbeat(start.plusSeconds(1), new Epoch(0, 5))).isTrue();
    assertThat(watch.onHeartbeat(start.plusSeconds(20), new Epoch(0, 4))).isFalse();
    assertThat(watch.isOverdue(start.plusSeconds(1).plus(settings.detectMin()).minusMillis(1)))
        .isFalse();
    assertThat(watch.isOverdue(start.plusSeconds(1).plus(settings.detectMax()))).isTrue();
    assertThat(watch.silence(start.plusSeconds(20))).isEqualTo(Duration.ofSeconds(19));
    assertThat(watch.epoch()).isEqualTo(new Epoch(0, 5));
    // A recovered group begins its terms again, and still wins.
    assertThat(watch.onHeartbeat(start.plusSeconds(21), new Epoch(1, 1))).isTrue();
  }

  private static GroupFace face(Random chance) {
    return new GroupFace(
        new GroupId(new UUID(chance.nextInt(3), 7)),
        "name" + chance.nextInt(2),
        chance.nextInt(2),
        chance.nextBoolean(),
        chance.nextInt(5) == 0);
  }
}
