package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.piece.Block;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that ask for much and read nothing. */
@Timeout(90)
class IdleReadersTest {
  private static final int TORRENTS = 14;
  private static final int PEERS = 5;
  private static final int REQUESTS = 1000;
  private static final int UNCHOKE = 1;
  private static final int PIECE = 7;
  private static final int REJECT = 16;

  @TempDir Path folder;

  /** They hold no buffers that others wait for; and when they read, each request has its answer. */
  @Test
  void theyDoNotStopTheUploadsOfOthers() throws Exception {
    List<RawPeer> idle = new ArrayList<>();
    SampleTorrent wanted = SampleTorrent.single(Version.V1, 2 << 20, 400);
    try (Engine seeder = Engine.open(local());
        Engine leecher = Engine.open(local())) {
      seed(seeder, wanted);
      for (int i = 0; i < TORRENTS; i++) {
        SampleTorrent sample = SampleTorrent.single(Version.V1, 1 << 20, 300 + i);
        seed(seeder, sample);
        for (int j = 0; j < PEERS; j++) {
          idle.add(new RawPeer(seeder, sample.metainfo().hashes().wire().getFirst(), idle.size()));
        }
      }
      for (RawPeer peer : idle) {
        peer.say(new PeerMessage.HaveNone(), new PeerMessage.Interested());
      }
      PeerMessage[] requests = new PeerMessage[REQUESTS];
      for (int i = 0; i < REQUESTS; i++) {
        requests[i] =
            new PeerMessage.Request(new Block(i / 4 % 16, i % 4 * Block.SIZE, Block.SIZE));
      }
      for (RawPeer peer : idle) {
        assertThat(peer.isAnswered()).isTrue();
        peer.hear(UNCHOKE);
        peer.say(requests);
      }

      leecher
          .add(
              TorrentSpec.of(wanted.metainfo(), folder.resolve("target"))
                  .withPeers(List.of(addressOf(seeder))))
          .completed()
          .get(40, TimeUnit.SECONDS);

      assertThat(wanted.isIn(folder.resolve("target"))).isTrue();
      RawPeer awake = idle.getLast();
      for (int i = 0; i < REQUESTS; i++) {
        awake.hear(PIECE, REJECT);
      }
    } finally {
      for (RawPeer peer : idle) {
        peer.close();
      }
    }
  }

  private void seed(Engine seeder, SampleTorrent sample) throws Exception {
    sample.saveIn(folder.resolve("source"));
    seeder
        .add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")))
        .completed()
        .get(10, TimeUnit.SECONDS);
  }
}
