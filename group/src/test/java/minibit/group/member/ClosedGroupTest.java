package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import minibit.core.identity.MemberId;
import minibit.group.closed.GroupKey;
import minibit.group.closed.Ticket;
import minibit.group.closed.VoterTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A closed group: the invited come in, and nobody else hears or learns anything of it. */
@Timeout(180)
class ClosedGroupTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private static GroupMember closed(Lab lab) throws IOException {
    GroupMember one = lab.start(1, new Entry.Found(true));
    lab.tracker();
    return one;
  }

  private static Ticket ticket(Lab lab, int member, boolean reusable) {
    return lab.member(member).invite(DAY, reusable).orElseThrow();
  }

  /**
   * The invited are members like any other: they vote over TLS, share, survive the tracker, and
   * come back after a restart without another invitation.
   */
  @Test
  void theInvitedAreMembers() throws Exception {
    try (Lab lab = new Lab(folder)) {
      closed(lab);
      Ticket many = ticket(lab, 1, true);
      lab.start(2, new Entry.Invited(many), 1);
      lab.tracker();
      // By a member that is not the tracker, too.
      lab.start(3, new Entry.Invited(ticket(lab, 2, false)), 2);
      lab.awaitVoters(3);
      for (int i = 1; i <= 3; i++) {
        lab.share(i, 100 * i, 5);
      }
      lab.awaitAvailable(15);
      assertThat(lab.member(3).status().face().orElseThrow().closed()).isTrue();

      int dead = lab.tracker();
      lab.kill(dead);
      lab.tracker();
      lab.awaitAvailable(10);
      lab.start(dead);
      lab.awaitAvailable(15);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(lab.home(dead).resolve("group.properties"))))
          .isEqualTo("rw-------");
    }
  }

  /** Without an invitation, or with one that does not hold, nobody is taken in, and is told why. */
  @Test
  void strangersAreRefusedInWords() throws Exception {
    try (Lab lab = new Lab(folder)) {
      closed(lab);
      lab.start(2, 2, List.of(lab.door(1)));
      awaitRefusal(lab, "NOT_INVITED", "this group is closed");
      assertThat(lab.member(2).status().trouble().orElseThrow().kind())
          .isEqualTo(Trouble.Kind.REFUSED);
      lab.kill(2);

      Ticket late = lab.member(1).invite(Duration.ofMillis(-1), true).orElseThrow();
      lab.start(3, new Entry.Invited(late), 1);
      awaitRefusal(lab, "NOT_INVITED", "has expired");
      lab.kill(3);

      Ticket once = ticket(lab, 1, false);
      lab.start(4, new Entry.Invited(once), 1);
      lab.tracker();
      lab.start(5, new Entry.Invited(once), 1);
      awaitRefusal(lab, "NOT_INVITED", "another daemon has used it");
      lab.kill(5);

      Ticket forged =
          new Ticket.Stub(once.stub().id(), once.stub().expires(), true).of(GroupKey.drawn());
      lab.refusals().clear();
      lab.start(6, new Entry.Invited(forged), 1);
      awaitRefusal(lab, "NOT_INVITED", "this group is closed");
      int members = lab.read(1, state -> state.members().size());
      assertThat(members).isEqualTo(2);
    }
  }

  private static void awaitRefusal(Lab lab, String code, String words) {
    await()
        .atMost(Lab.LONG)
        .until(
            () ->
                lab.refusals().stream()
                    .anyMatch(said -> said.startsWith(code) && said.contains(words)));
  }

  /** Who was sent away knows the key still, and is refused all the same. */
  @Test
  void whoWasForgottenNeedsAnotherInvitation() throws Exception {
    try (Lab lab = new Lab(folder)) {
      closed(lab);
      lab.start(2, new Entry.Invited(ticket(lab, 1, false)), 1);
      lab.tracker();
      MemberId gone = lab.id(2);
      lab.down(2);
      await().atMost(Lab.LONG).until(() -> !lab.read(1, state -> state.isPresent(gone)));
      assertThat(lab.member(1).forget(gone).get(20, TimeUnit.SECONDS))
          .isInstanceOf(Reply.Done.class);

      lab.start(2);

      awaitRefusal(lab, "NOT_INVITED", "has forgotten this daemon");
      boolean known = lab.read(1, state -> state.member(gone)).isPresent();
      assertThat(known).isFalse();
    }
  }

  /** A clock that is wrong for a while sends nobody away. */
  @Test
  void aClockThatJumpsForgetsNobody() throws Exception {
    try (Lab lab = new Lab(folder)) {
      closed(lab);
      lab.start(2, new Entry.Invited(ticket(lab, 1, false)), 1);
      lab.tracker();
      lab.share(2, 1, 3);
      lab.awaitAvailable(3);
      lab.down(2);
      await().atMost(Lab.LONG).until(() -> !lab.read(1, state -> state.isPresent(lab.id(2))));

      lab.skew(1, Duration.ofDays(40));
      Lab.holds(
          Duration.ofSeconds(1),
          "the one that is away is known",
          () -> lab.read(1, state -> state.member(lab.id(2))).isPresent());

      lab.start(2);
      lab.awaitAvailable(3);
    }
  }

  /** Nothing is answered to who is no member: neither who is tracker nor what is searched. */
  @Test
  void theMemberPortAnswersMembersOnly() throws Exception {
    try (Lab lab = new Lab(folder)) {
      closed(lab);
      MemberKeys stranger = MemberKeys.drawn();
      Post post = new Post(stranger, lab::carry, List.of());
      Reply asked =
          post.askOpenly(List.of(lab.door(1)), new Request.Ask("lab"), Lab.LONG)
              .get(20, TimeUnit.SECONDS);
      assertThat(asked)
          .isInstanceOfSatisfying(
              Reply.Failed.class, no -> assertThat(no.code()).isEqualTo(Reply.Code.NOT_INVITED));
      // Sealed as between members, but not covered by the group's key.
      post.meet(lab.member(1).passport());
      Reply sealed =
          post.ask(lab.id(1), new Request.Relay(1, new byte[] {1}), Lab.LONG)
              .get(20, TimeUnit.SECONDS);
      assertThat(sealed).isInstanceOf(Reply.Failed.class);
    }
  }

  /**
   * What it calls to the LAN names neither the group nor its id; another of its name stays apart.
   */
  @Test
  void theLanLearnsNothing() throws Exception {
    try (Lab lab = new Lab(folder)) {
      GroupMember one = closed(lab);
      lab.start(2, new Entry.Invited(ticket(lab, 1, false)), 1);
      lab.tracker();
      await().atMost(Lab.LONG).until(() -> lab.called().size() >= 2);
      assertThat(lab.called())
          .noneMatch(datagram -> new String(datagram, StandardCharsets.ISO_8859_1).contains("lab"));

      GroupMember apart = lab.start(3);
      await().atMost(Lab.LONG).until(() -> apart.status().role() == GroupStatus.Role.TRACKER);
      assertThat(apart.status().face().orElseThrow().id())
          .isNotEqualTo(one.status().face().orElseThrow().id());
      assertThat(apart.status().face().orElseThrow().closed()).isFalse();
      int calls = lab.called().size();
      await().atMost(Lab.LONG).until(() -> lab.called().size() > calls + 4);
      assertThat(one.status().members()).isEqualTo(2);
      assertThat(apart.status().members()).isEqualTo(1);
    }
  }

  /** The port for votes wants a certificate that follows from the group's key. */
  @Test
  void theRaftPortSpeaksToVotersOnly() throws Exception {
    try (Lab lab = new Lab(folder)) {
      GroupMember one = closed(lab);
      int port = lab.seat(1).port();
      VoterTls member = new VoterTls(one.door().key().orElseThrow());
      VoterTls stranger = new VoterTls(GroupKey.drawn());

      assertThat(firstByte(port, member, member.trust())).isNotNegative();
      assertThatThrownBy(() -> firstByte(port, stranger, new Anybody()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> firstByte(port, stranger, stranger.trust()))
          .isInstanceOf(IOException.class);
    }
  }

  /** What HTTP/2 begins with, if the other end takes this certificate; minus one if it hangs up. */
  private static int firstByte(int port, VoterTls shown, TrustManager trust) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        new javax.net.ssl.KeyManager[] {shown.keys()},
        new TrustManager[] {trust},
        new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      int first = socket.getInputStream().read();
      if (first < 0) {
        throw new IOException("hung up");
      }
      return first;
    }
  }

  /** Trusts whoever answers. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(java.security.cert.X509Certificate[] c, String t) {}

    @Override
    public void checkServerTrusted(java.security.cert.X509Certificate[] c, String t) {}

    @Override
    public void checkClientTrusted(
        java.security.cert.X509Certificate[] c, String t, java.net.Socket s) {}

    @Override
    public void checkServerTrusted(
        java.security.cert.X509Certificate[] c, String t, java.net.Socket s) {}

    @Override
    public void checkClientTrusted(
        java.security.cert.X509Certificate[] c, String t, javax.net.ssl.SSLEngine e) {}

    @Override
    public void checkServerTrusted(
        java.security.cert.X509Certificate[] c, String t, javax.net.ssl.SSLEngine e) {}

    @Override
    public java.security.cert.X509Certificate[] getAcceptedIssuers() {
      return new java.security.cert.X509Certificate[0];
    }
  }

  /** A ticket's text is all there is of it; it is the same for the group that reads it. */
  @Test
  void ticketsTravelAsText() {
    GroupKey key = GroupKey.drawn();
    Ticket ticket =
        new Ticket.Stub(java.util.UUID.randomUUID(), java.time.Instant.now(), true).of(key);
    assertThat(Ticket.parse(ticket.text())).contains(ticket);
    assertThat(ticket.stub().of(key)).isEqualTo(ticket);
    assertThat(ticket.stub().of(GroupKey.drawn())).isNotEqualTo(ticket);
    assertThat(Ticket.parse("no ticket")).isEmpty();
    assertThat(Ticket.parse(ticket.text() + "A")).isEmpty();
  }
}
