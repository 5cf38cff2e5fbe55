package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import minibit.core.id.InfoHash;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.mse.KeyExchange;
import minibit.core.mse.MseChance;
import minibit.core.mse.MseDialler;
import minibit.core.mse.MseStep;
import minibit.daemon.net.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers that begin encrypted handshakes and do not mean them. */
@Timeout(60)
class EncryptedHostilesTest {
  private static final SampleTorrent SAMPLE = SampleTorrent.single(Version.V1, 300_000, 9);
  private static final InfoHash NAME = SAMPLE.metainfo().hashes().wire().getFirst();
  private static final byte[] SECRET = SampleTorrent.random(20, 7);

  @TempDir Path folder;

  private Engine seeder(EngineSettings settings) throws Exception {
    SAMPLE.saveIn(folder.resolve("source"));
    Engine seeder = Engine.open(settings);
    seeder
        .add(TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("source")))
        .completed()
        .get(10, TimeUnit.SECONDS);
    return seeder;
  }

  private static EngineSettings impatient() {
    Duration soon = Duration.ofMillis(300);
    Duration never = Duration.ofSeconds(100);
    return local().withTimeouts(new Timeouts(soon, soon, never, never, soon));
  }

  private static Socket dial(Engine engine) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", engine.listenAddress().getPort()), 5000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Reads to the end; how many bytes came. */
  private static int drain(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (SocketException e) {
      return 0;
    }
  }

  @Test
  void silenceAfterTheKeyEndsWithTheTimeOfHandshakes() throws Exception {
    try (Engine seeder = seeder(impatient());
        Socket socket = dial(seeder)) {
      socket.getOutputStream().write(KeyExchange.publicKey(SECRET));

      assertThat(drain(socket)).isBetween(KeyExchange.LENGTH, KeyExchange.LENGTH + 512);
      await().until(() -> seeder.status().connecting() == 0);
    }
  }

  @Test
  void garbageAfterTheKeyEndsAtOnce() throws Exception {
    try (Engine seeder = seeder(local());
        Socket socket = dial(seeder)) {
      socket.getOutputStream().write(KeyExchange.publicKey(SECRET));
      socket.getOutputStream().write(SampleTorrent.random(532, 8));

      drain(socket);

      await().until(() -> seeder.status().connecting() == 0);
    }
  }

  @Test
  void aKeyThatProtectsNothingIsNotAnswered() throws Exception {
    try (Engine seeder = seeder(local());
        Socket socket = dial(seeder)) {
      socket.getOutputStream().write(new byte[KeyExchange.LENGTH]);

      assertThat(drain(socket)).isZero();
    }
  }

  /** Who does not know a torrent learns nothing of which there are. */
  @Test
  void aTorrentThatIsNotHereEndsIt() throws Exception {
    try (Engine seeder = seeder(local());
        Socket socket = dial(seeder)) {
      assertThat(shake(socket, InfoHash.of(new byte[20]), new byte[0])).isFalse();
    }
  }

  /** It knows one torrent and asks for another: somebody plays a handshake of others again. */
  @Test
  void theHandshakeWithinMustNameTheSameTorrent() throws Exception {
    SampleTorrent second = SampleTorrent.single(Version.V1, 100_000, 10);
    second.saveIn(folder.resolve("second"));
    try (Engine seeder = seeder(local());
        Socket socket = dial(seeder);
        Socket honest = dial(seeder)) {
      seeder
          .add(TorrentSpec.of(second.metainfo(), folder.resolve("second")))
          .completed()
          .get(10, TimeUnit.SECONDS);
      InfoHash other = second.metainfo().hashes().wire().getFirst();

      assertThat(shake(honest, other, HostilePeersTest.handshake(other, 1))).isTrue();
      assertThat(honest.getInputStream().readNBytes(68)).hasSize(68);
      shake(socket, other, HostilePeersTest.handshake(NAME, 2));
      assertThat(drain(socket)).isZero();
    }
  }

  @Test
  void aPlainHandshakeIsNotAnsweredWhereEncryptionIsRequired() throws Exception {
    try (Engine seeder = seeder(local().withEncryption(EncryptionPolicy.REQUIRED));
        Socket socket = dial(seeder)) {
      socket.getOutputStream().write(HostilePeersTest.handshake(NAME, 1));

      assertThat(drain(socket)).isZero();
    }
  }

  @Test
  void anEncryptedHandshakeIsNotAnsweredWhereThereIsNone() throws Exception {
    try (Engine seeder = seeder(local().withEncryption(EncryptionPolicy.OFF));
        Socket socket = dial(seeder)) {
      socket.getOutputStream().write(KeyExchange.publicKey(SECRET));

      assertThat(drain(socket)).isZero();
    }
  }

  /** They take the places of each other, and an honest one still gets in, plain or encrypted. */
  @Test
  void aThousandThatAreHalfOpenShutNobodyOut() throws Exception {
    List<Socket> half = new ArrayList<>();
    byte[] key = KeyExchange.publicKey(SECRET);
    try (Engine seeder = seeder(local());
        Engine leecher = Engine.open(local().withEncryption(EncryptionPolicy.PREFERRED))) {
      for (int i = 0; i < 1000; i++) {
        Socket socket = dial(seeder);
        half.add(socket);
        try {
          socket.getOutputStream().write(key);
        } catch (IOException e) {
          // Made room for another already.
        }
        assertThat(seeder.status().connecting()).isLessThanOrEqualTo(local().maxConnecting());
      }

      leecher
          .add(
              TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("target"))
                  .withPeers(List.of(addressOf(seeder))))
          .completed()
          .get(20, TimeUnit.SECONDS);

      assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  /** Plays a dialler to the end; false if the other hangs up before. */
  private static boolean shake(Socket socket, InfoHash torrent, byte[] opening) throws IOException {
    MseDialler dialler =
        new MseDialler(torrent, opening, EncryptionPolicy.REQUIRED, MseChance.draw(new Random(3)));
    MseStep step = dialler.begin();
    byte[] kept = new byte[0];
    InputStream in = socket.getInputStream();
    while (true) {
      switch (step) {
        case MseStep.Compute(var work) -> {
          step = dialler.computed(work.run());
          continue;
        }
        case MseStep.More(byte[] send) -> socket.getOutputStream().write(send);
        case MseStep.Done _ -> {
          return true;
        }
        case MseStep.Fault _ -> {
          return false;
        }
        case MseStep.Identify _ -> throw new AssertionError("a dialler knows");
      }
      int next;
      try {
        next = in.read();
      } catch (SocketException e) {
        return false;
      }
      if (next < 0) {
        return false;
      }
      byte[] all = Arrays.copyOf(kept, kept.length + 1);
      all[kept.length] = (byte) next;
      ByteBuffer bytes = ByteBuffer.wrap(all);
      step = dialler.received(bytes);
      kept = Arrays.copyOfRange(all, bytes.position(), all.length);
    }
  }
}
