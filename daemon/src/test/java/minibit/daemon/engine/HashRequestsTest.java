package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers ask for hashes (BEP 52), and are not choked for it. */
@Timeout(60)
class HashRequestsTest {
  private static final int HASHES = 22;
  private static final int REJECT = 23;

  private final SampleTorrent sample = SampleTorrent.single(Version.V2, 64 << 20, 1 << 20, 5);
  private final InfoHash name = sample.metainfo().hashes().wire().getFirst();

  @TempDir Path folder;

  @BeforeEach
  void save() {
    sample.saveIn(folder.resolve("source"));
  }

  private Engine seeder() throws Exception {
    Engine seeder = Engine.open(local());
    seeder
        .add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")))
        .completed()
        .get(30, TimeUnit.SECONDS);
    return seeder;
  }

  private PeerMessage ask(int layer, int index, int length) {
    PiecesRoot root = sample.metainfo().files().getFirst().root().orElseThrow();
    return new PeerMessage.HashRequest(new PeerMessage.HashRange(root, layer, index, length, 0));
  }

  /** Piece layers lie in memory: whoever asks gets them, whatever leaves others ask for. */
  @Test
  void oneStrangersRequestsDoNotShutOutOthers() throws Exception {
    PeerMessage layer = ask(6, 0, 64);
    PeerMessage[] leaves =
        IntStream.range(0, 70).mapToObj(_ -> ask(0, 0, 512)).toArray(PeerMessage[]::new);
    try (Engine seeder = seeder();
        RawPeer good = new RawPeer(seeder, name, 1);
        RawPeer bad = new RawPeer(seeder, name, 2)) {
      assertThat(good.isAnswered() && bad.isAnswered()).isTrue();
      good.say(layer);
      assertThat(good.hear(HASHES, REJECT)[0]).as("alone").isEqualTo((byte) HASHES);
      for (int i = 0; i < 30; i++) {
        bad.say(leaves);
        good.say(layer);

        assertThat(good.hear(HASHES, REJECT)[0]).as("round %d", i).isEqualTo((byte) HASHES);
      }
      int answered = 0;
      for (int i = 0; i < 30 * leaves.length; i++) {
        answered += bad.hear(HASHES, REJECT)[0] == HASHES ? 1 : 0;
      }
      assertThat(answered).as("within its budget of 64 MiB").isBetween(1, 8);
    }
  }

  @Test
  void leavesAreGivenAFewAtATime() throws Exception {
    try (Engine seeder = seeder();
        RawPeer peer = new RawPeer(seeder, name, 1)) {
      assertThat(peer.isAnswered()).isTrue();

      peer.say(ask(0, 64, 64));
      assertThat(peer.hear(HASHES, REJECT)[0]).as("of a piece").isEqualTo((byte) HASHES);
      peer.say(ask(0, 512, 512));
      assertThat(peer.hear(HASHES, REJECT)[0]).as("of 8 MiB").isEqualTo((byte) HASHES);
      peer.say(ask(0, 0, 1024));
      assertThat(peer.hear(HASHES, REJECT)[0]).as("of more").isEqualTo((byte) REJECT);
    }
  }
}
