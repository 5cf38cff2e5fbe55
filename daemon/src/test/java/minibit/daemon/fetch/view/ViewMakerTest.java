package minibit.daemon.fetch.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.metainfo.Magnet;
import minibit.core.session.Carriage;
import minibit.core.words.Sentence;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.engine.TorrentStatus.PeerStatus;
import minibit.daemon.engine.TorrentStatus.Problem;
import minibit.daemon.engine.TorrentStatus.State;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.store.Fetchable;
import minibit.daemon.fetch.store.TransferRow;
import org.junit.jupiter.api.Test;

/** Why a transfer has no peers, as it is shown. */
class ViewMakerTest {
  private static final TransferRow ROW =
      TransferRow.fresh(
          Fetchable.of(Magnet.of(InfoHashes.v1(InfoHash.ofHex("ab".repeat(20))))),
          Path.of("downloads"),
          GetOptions.USUAL);

  private static Optional<Problem> shown(TorrentStatus status, Optional<Problem> hint) {
    return ViewMaker.view(ROW, Optional.of(status), ROW.totals(), false, hint).problem();
  }

  private static TorrentStatus status(State state, int refusing, Optional<Problem> problem) {
    return status(state, refusing, List.of(), problem);
  }

  private static TorrentStatus status(
      State state, int refusing, List<PeerStatus> peers, Optional<Problem> problem) {
    return new TorrentStatus(
        state,
        "a",
        ROW.hashes(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        3,
        refusing,
        peers,
        List.of(),
        List.of(),
        problem);
  }

  private static PeerStatus peer() {
    return new PeerStatus(
        "127.0.0.1:1",
        "",
        PeerId.of(new byte[20]),
        Optional.empty(),
        true,
        4,
        true,
        true,
        true,
        true,
        0,
        0,
        0,
        0,
        false,
        Optional.empty(),
        Carriage.PLAIN);
  }

  @Test
  void whoFetchesHearsHowManyRefuseEncryption() {
    for (State state : List.of(State.METADATA, State.DOWNLOADING)) {
      Problem one = shown(status(state, 1, Optional.empty()), Optional.empty()).orElseThrow();
      Problem three = shown(status(state, 3, Optional.empty()), Optional.empty()).orElseThrow();

      assertThat(one.code()).isEqualTo("encryption-refused");
      assertThat(one.sentence().key()).isEqualTo("peer-refuses-encryption");
      assertThat(one.message()).startsWith("1 peer hung up");
      assertThat(three.sentence().key()).isEqualTo("peers-refuse-encryption");
      assertThat(three.message()).startsWith("3 peers hung up");
    }
  }

  @Test
  void whoFetchesNothingOrMeetsNoRefusalHearsNothing() {
    assertThat(shown(status(State.SEEDING, 3, Optional.empty()), Optional.empty())).isEmpty();
    assertThat(shown(status(State.CHECKING, 3, Optional.empty()), Optional.empty())).isEmpty();
    assertThat(shown(status(State.DOWNLOADING, 0, Optional.empty()), Optional.empty())).isEmpty();
  }

  @Test
  void whatIsMoreCertainComesFirst() {
    Problem disk = new Problem("disk-full", Sentence.plain("no room"));
    Problem hint = new Problem("not-shared", Sentence.plain("nobody shares it"));

    assertThat(shown(status(State.DOWNLOADING, 2, Optional.of(disk)), Optional.of(hint)))
        .contains(disk);
    assertThat(shown(status(State.DOWNLOADING, 2, Optional.empty()), Optional.of(hint)))
        .contains(hint);
  }

  @Test
  void withAPeerThereIsNothingToExplain() {
    TorrentStatus met = status(State.DOWNLOADING, 2, List.of(peer()), Optional.empty());

    assertThat(shown(met, Optional.empty())).isEmpty();
  }
}
