package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.Role;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Founding, inviting, joining, leaving and forgetting, through the API of whole daemons. */
@Timeout(180)
class GroupsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.status()).isEqualTo(status);
              assertThat(refusal.message()).isNotBlank();
            });
  }

  /** Only the invited come into a closed group, and only members are answered. */
  @Test
  void aClosedGroupTakesInTheInvited() throws Exception {
    try (Lab lab = new Lab(folder, "doors")) {
      Lab.write(lab.files("one").resolve("secret plan.txt"), 5_000, 1);
      Daemon one = lab.again("one", lab.files("one"));
      Daemon two = lab.again("two");
      Daemon three = lab.again("three");
      try (ApiClient founder = ApiClient.of(one.home());
          ApiClient guest = ApiClient.of(two.home());
          ApiClient stranger = ApiClient.of(three.home())) {
        GroupView founded = founder.createGroup(new CreateGroupRequest("friends", true));
        assertThat(founded.closed()).isTrue();
        assertThat(founded.name()).isEqualTo("friends");
        Invite invite = founder.invite(new InviteRequest(Optional.of(600L), false));
        assertThat(invite.closed()).isTrue();
        assertThat(invite.expires()).isPresent();

        String address = invite.addresses().getFirst();
        refused(403, "not-invited", () -> stranger.joinGroup(address));
        assertThat(stranger.group().trouble().orElseThrow().code()).isEqualTo("refused");
        refused(
            400,
            "bad-invitation",
            () -> stranger.joinGroup(invite.link().replace("ticket=", "ticket=x")));

        GroupView joined = guest.joinGroup(invite.link());
        assertThat(joined.closed()).isTrue();
        assertThat(joined.id()).isEqualTo(founded.id());
        refused(403, "not-invited", () -> stranger.joinGroup(invite.link()));
        await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "plan") == 1);
        assertThat(stranger.group().closed()).isFalse();

        assertThat(ask(address, "/announce?info_hash=01234567890123456789")).contains("closed");
        assertThat(ask(address, "/peers")).contains("closed");
        assertThat(founder.magnet("secret plan.txt").magnet()).doesNotContain("&tr=");
        // Any member invites, whoever is tracker.
        GroupView third = stranger.joinGroup(guest.invite(InviteRequest.USUAL_ONE).link());
        assertThat(third.id()).isEqualTo(founded.id());
      }
    }
  }

  private static String ask(String address, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /** Who leaves takes its files along; who is away can be forgotten; who is here cannot. */
  @Test
  void membersLeaveAndAreForgotten() throws Exception {
    try (Lab lab = new Lab(folder, "leavers")) {
      for (String name : new String[] {"one", "two", "three"}) {
        Lab.write(lab.files(name).resolve("paper of " + name + ".txt"), 2_000, name.hashCode());
        lab.start(name, lab.files(name));
      }
      Daemon one = lab.daemons().get(0);
      Daemon two = lab.daemons().get(1);
      Daemon three = lab.daemons().get(2);
      await().atMost(PATIENCE).until(() -> Lab.found(one.backend(), "paper") == 3);
      try (ApiClient first = ApiClient.of(one.home());
          ApiClient leaver = ApiClient.of(two.home())) {
        refused(409, "in-a-group", () -> leaver.createGroup(new CreateGroupRequest("new", false)));
        assertThat(leaver.leaveGroup().role()).isEqualTo(Role.LOOKING);
        refused(409, "no-group", leaver::leaveGroup);
        refused(409, "no-group", () -> leaver.invite(InviteRequest.USUAL_ONE));
        await().atMost(PATIENCE).until(() -> Lab.found(one.backend(), "paper") == 2);

        GroupView back = leaver.joinGroup(first.invite(InviteRequest.USUAL_ONE).link());
        assertThat(back.id()).isEqualTo(first.group().id());
        await().atMost(PATIENCE).until(() -> Lab.found(one.backend(), "paper") == 3);
        assertThat(leaver.leaveGroup().role()).isEqualTo(Role.LOOKING);

        refused(404, "no-such-member", () -> first.forgetMember("nobody"));
        refused(404, "no-such-member", () -> first.forgetMember(idOf(first, "three", 3)));
        refused(409, "refused", () -> first.forgetMember(idOf(first, "three", 8)));
        refused(409, "refused", () -> first.forgetMember("three"));
        three.close();
        await()
            .atMost(PATIENCE)
            .until(() -> first.members().members().stream().anyMatch(m -> !m.present()));
        assertThat(first.forgetMember("three").name()).isEqualTo("leavers");
        assertThat(first.members().members()).hasSize(1);
      }
    }
  }

  /** The first digits of a member's id. */
  private static String idOf(ApiClient client, String name, int digits) {
    return client.members().members().stream()
        .filter(member -> member.name().equals(name))
        .map(member -> member.id().substring(0, digits))
        .findFirst()
        .orElseThrow();
  }

  /** What cannot be joined is refused at once, or after a while, and says why. */
  @Test
  void joiningNowhereSaysWhy() throws Exception {
    try (Lab lab = new Lab(folder, "nowhere")) {
      Daemon one = lab.again("one");
      Daemon two = lab.again("two");
      try (ApiClient here = ApiClient.of(one.home());
          ApiClient there = ApiClient.of(two.home())) {
        await().atMost(PATIENCE).until(() -> here.group().role() == Role.TRACKER);
        refused(400, "bad-address", () -> there.joinGroup("no address"));
        refused(
            400,
            "bad-field",
            () -> there.createGroup(new CreateGroupRequest("x".repeat(200), false)));
        Invite invite = here.invite(InviteRequest.USUAL_ONE);
        assertThat(invite.closed()).isFalse();
        refused(409, "in-a-group", () -> here.joinGroup(invite.link()));
        String other = invite.link().replace("group=nowhere", "group=elsewhere");
        assertThatThrownBy(() -> there.joinGroup(other))
            .hasMessageContaining("nowhere")
            .hasMessageContaining("elsewhere");
        refused(503, ApiException.NO_TRACKER, () -> there.joinGroup("127.0.0.1:9"));
        // None of it keeps it from joining after all.
        assertThat(there.joinGroup(invite.link()).id()).isEqualTo(invite.id());
      }
    }
  }
}
