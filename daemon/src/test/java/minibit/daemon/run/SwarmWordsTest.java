package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedWriter;
import minibit.core.session.Carriage;
import minibit.daemon.desk.SwarmReport;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.engine.TorrentStatus.PeerStatus;
import minibit.daemon.run.SwarmWords.Own;
import minibit.daemon.run.SwarmWords.Question;
import minibit.daemon.run.SwarmWords.Whom;
import org.junit.jupiter.api.Test;

/** What members tell each other of swarms, and what they make of nonsense. */
class SwarmWordsTest {
  private static final InfoHashes HASHES =
      InfoHashes.hybrid(InfoHash.of(new byte[20]), InfoHash.of(new byte[32]));
  private static final Question QUESTION =
      new Question(Whom.ALL, PiecesRoot.of(new byte[32]), HASHES);
  private static final Own OWN =
      new Own(3, List.of(new SwarmWords.Link("[2001:db8::1]:6881", "rtorrent ç", 9, 1, 2)));
  private static final List<SwarmReport> REPORTS =
      List.of(
          new SwarmReport("idle", 0, List.of()),
          new SwarmReport(
              "busy",
              7,
              List.of(
                  new SwarmReport.Link(Optional.of("idle"), "10.0.0.1:1", "a", 1, 2, 0),
                  new SwarmReport.Link(Optional.empty(), "10.0.0.2:2", "", 0, 0, 5))));

  @Test
  void whatIsWrittenIsRead() throws BadPacked {
    assertThat(SwarmWords.questionOf(SwarmWords.question(QUESTION))).isEqualTo(QUESTION);
    Question one =
        new Question(Whom.YOU, QUESTION.root(), InfoHashes.v1(InfoHash.of(new byte[20])));
    assertThat(SwarmWords.questionOf(SwarmWords.question(one))).isEqualTo(one);
    assertThat(SwarmWords.ownOf(SwarmWords.own(OWN))).isEqualTo(OWN);
    assertThat(SwarmWords.reportsOf(SwarmWords.reports(REPORTS))).isEqualTo(REPORTS);
  }

  private interface Reading {
    void of(byte[] bytes) throws BadPacked;
  }

  /** Cut short anywhere, or with something behind it, nothing is made of it. */
  @Test
  void partsAreRefused() {
    refusesParts(SwarmWords.question(QUESTION), SwarmWords::questionOf);
    refusesParts(SwarmWords.own(OWN), SwarmWords::ownOf);
    refusesParts(SwarmWords.reports(REPORTS), SwarmWords::reportsOf);
  }

  private static void refusesParts(byte[] whole, Reading reading) {
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> reading.of(part)).isInstanceOf(BadPacked.class);
    }
    assertThatThrownBy(() -> reading.of(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(BadPacked.class);
  }

  /** Any bytes are either read or refused, and no daemon is harmed by them. */
  @Test
  void noiseIsReadOrRefused() {
    Random random = new Random(5);
    SwarmPost post = new SwarmPost(List::of);
    MemberId stranger = MemberId.of(new byte[MemberId.LENGTH]);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(120)];
      random.nextBytes(noise);
      for (Reading each :
          List.<Reading>of(SwarmWords::questionOf, SwarmWords::ownOf, SwarmWords::reportsOf)) {
        try {
          each.of(noise);
        } catch (BadPacked expected) {
          assertThat(expected).hasMessageNotContaining("null");
        }
      }
      assertThat(post.onRelay(stranger, noise).length).isLessThanOrEqualTo(1);
    }
  }

  /** A link's address must not mean somebody else's node, and a speed is one. */
  @Test
  void linksAreHeldAgainstTheirLimits() {
    assertThatThrownBy(() -> SwarmWords.ownOf(link("me", "client", 1)))
        .isInstanceOf(BadPacked.class);
    assertThatThrownBy(() -> SwarmWords.ownOf(link("member:x:1", "client", 1)))
        .isInstanceOf(BadPacked.class);
    assertThatThrownBy(() -> SwarmWords.ownOf(link("10.0.0.1:1", "client", -1)))
        .isInstanceOf(BadPacked.class);
    assertThatThrownBy(() -> SwarmWords.ownOf(link("10.0.0.1:1", "c".repeat(65), 1)))
        .isInstanceOf(BadPacked.class);
    byte[] many =
        SwarmWords.own(
            new Own(1, Collections.nCopies(SwarmReport.MAX_LINKS + 1, OWN.links().getFirst())));
    assertThatThrownBy(() -> SwarmWords.ownOf(many)).isInstanceOf(BadPacked.class);
    byte[] crowd =
        SwarmWords.reports(Collections.nCopies(SwarmWords.MAX_REPORTS + 1, REPORTS.getFirst()));
    assertThatThrownBy(() -> SwarmWords.reportsOf(crowd)).isInstanceOf(BadPacked.class);
  }

  private static byte[] link(String address, String client, long rate) {
    return new PackedWriter()
        .number(1)
        .number(1)
        .text(address)
        .text(client)
        .number(1)
        .number(rate)
        .number(0)
        .toBytes();
  }

  /** Told are those with which payload flows, the fastest first, in texts that fit. */
  @Test
  void onlyWhatFlowsIsTold() throws BadPacked {
    Own own =
        SwarmWords.own(status(peer(1, "idle", 0), peer(2, "slow", 5), peer(3, "é".repeat(60), 9)));
    assertThat(own.links())
        .extracting(SwarmWords.Link::address)
        .containsExactly("10.0.0.3:1", "10.0.0.2:1");
    assertThat(own.links().getFirst().client()).isEqualTo("é".repeat(32));
    assertThat(SwarmWords.ownOf(SwarmWords.own(own))).isEqualTo(own);
  }

  private static PeerStatus peer(int host, String client, long up) {
    return new PeerStatus(
        "10.0.0." + host + ":1",
        client,
        PeerId.of(new byte[20]),
        Optional.empty(),
        true,
        4,
        false,
        true,
        false,
        true,
        0,
        up,
        0,
        0,
        false,
        Optional.empty(),
        Carriage.PLAIN);
  }

  private static TorrentStatus status(PeerStatus... peers) {
    return new TorrentStatus(
        TorrentStatus.State.SEEDING,
        "film",
        HASHES,
        10,
        10,
        4,
        4,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(peers),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
