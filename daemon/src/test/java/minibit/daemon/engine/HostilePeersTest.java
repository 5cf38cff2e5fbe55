package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.piece.Block;
import minibit.core.wire.Handshake;
import minibit.core.wire.HandshakeCodec;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;
import minibit.daemon.net.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a peer sends ends in a closed connection at worst, and others are served on. */
@Timeout(30)
class HostilePeersTest {
  private static final SampleTorrent SAMPLE = SampleTorrent.single(Version.V1, 300_000, 9);

  @TempDir Path folder;

  static Stream<Arguments> attacks() {
    byte[] hello = handshake(SAMPLE.metainfo().hashes().wire().getFirst(), 1);
    return Stream.of(
        Arguments.of("garbage", SampleTorrent.random(500, 3)),
        Arguments.of("an encrypted handshake", join(new byte[] {42}, new byte[95])),
        Arguments.of("an unknown torrent", handshake(InfoHash.of(new byte[20]), 2)),
        Arguments.of("an oversize message", join(hello, new byte[] {0x7f, 0, 0, 0, 5})),
        Arguments.of("a bitfield of wrong length", join(hello, new byte[] {0, 0, 0, 3, 5, 0, 0})),
        Arguments.of("a piece out of range", join(hello, bytes(new PeerMessage.Have(1000)))),
        Arguments.of(
            "a request out of range",
            join(hello, bytes(new PeerMessage.Request(new Block(0, 60 * 1024, 16 * 1024))))),
        Arguments.of(
            "an unasked block",
            join(hello, bytes(new PeerMessage.Piece(new Block(0, 0, 100))), new byte[100])),
        Arguments.of("silence", new byte[0]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void anAttackEndsItsConnectionAndNothingElse(String name, byte[] attack) throws Exception {
    Path source = folder.resolve("source");
    SAMPLE.saveIn(source);
    Duration soon = Duration.ofMillis(300);
    Timeouts impatient =
        new Timeouts(soon, soon, Duration.ofSeconds(5), Duration.ofSeconds(100), soon);
    try (Engine seeder = Engine.open(local().withTimeouts(impatient));
        Engine leecher = Engine.open(local())) {
      seeder.add(TorrentSpec.of(SAMPLE.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", seeder.listenAddress().getPort()), 1000);
        socket.setSoTimeout(4000);
        socket.getOutputStream().write(attack);

        assertThat(isClosed(socket)).as("closed after %s", name).isTrue();
      }

      Torrent download =
          leecher.add(
              TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("target"))
                  .withPeers(List.of(addressOf(seeder))));
      download.completed().get(10, TimeUnit.SECONDS);
      assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
    }
  }

  /** A peer that sends false bytes is found out, and the honest one completes the download. */
  @Test
  void aLiarIsFoundAndTheDownloadCompletes() throws Exception {
    Path source = folder.resolve("source");
    SAMPLE.saveIn(source);
    try (ServerSocket door = new ServerSocket(0);
        Engine seeder = Engine.open(local());
        Engine leecher = Engine.open(local())) {
      Thread liar = Thread.ofVirtual().start(() -> lie(door));
      seeder.add(TorrentSpec.of(SAMPLE.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      Torrent download =
          leecher.add(
              TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("target"))
                  .withPeers(
                      List.of(PeerAddress.of(new byte[] {127, 0, 0, 1}, door.getLocalPort()))));
      liar.join(Duration.ofSeconds(10));
      download.addPeers(List.of(addressOf(seeder)));

      download.completed().get(15, TimeUnit.SECONDS);

      assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
      assertThat(download.status().wasted()).isPositive();
    }
  }

  /** Says it has everything, answers every request with zeros, until it is thrown out. */
  private static void lie(ServerSocket door) {
    try (Socket socket = door.accept()) {
      InputStream in = socket.getInputStream();
      in.readNBytes(Handshake.LENGTH);
      socket
          .getOutputStream()
          .write(
              join(
                  handshake(SAMPLE.metainfo().hashes().wire().getFirst(), 3),
                  bytes(new PeerMessage.BitfieldMessage(allPieces())),
                  bytes(new PeerMessage.Unchoke())));
      while (true) {
        byte[] prefix = in.readNBytes(4);
        if (prefix.length < 4) {
          return;
        }
        byte[] body = in.readNBytes(ByteBuffer.wrap(prefix).getInt());
        if (body.length == 13 && body[0] == 6) {
          ByteBuffer request = ByteBuffer.wrap(body);
          Block block = new Block(request.getInt(1), request.getInt(5), request.getInt(9));
          socket
              .getOutputStream()
              .write(join(bytes(new PeerMessage.Piece(block)), new byte[block.length()]));
        }
      }
    } catch (IOException e) {
      // Thrown out, as it should be.
    }
  }

  private static byte[] allPieces() {
    return minibit.core.piece.Bitfield.full(SAMPLE.metainfo().geometry().pieces()).toWire();
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      byte[] dropped = new byte[4096];
      while (in.read(dropped) >= 0) {
        // What the other end still says does not matter.
      }
      return true;
    } catch (SocketException e) {
      return true;
    }
  }

  static byte[] handshake(InfoHash hash, int id) {
    byte[] peer = new byte[PeerId.LENGTH];
    peer[0] = (byte) id;
    ByteBuffer bytes = ByteBuffer.allocate(Handshake.LENGTH);
    HandshakeCodec.encode(new Handshake(0, hash, PeerId.of(peer)), bytes);
    return bytes.array();
  }

  private static byte[] bytes(PeerMessage message) {
    return MessageEncoder.encode(message).array();
  }

  private static byte[] join(byte[]... parts) {
    int size = Stream.of(parts).mapToInt(part -> part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(size);
    Stream.of(parts).forEach(all::put);
    return all.array();
  }
}
