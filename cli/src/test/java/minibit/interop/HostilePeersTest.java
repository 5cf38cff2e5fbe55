package minibit.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import minibit.interop.Minibit.Talking;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger says, or does not say, to a running download: the download completes. */
@Tag("interop")
class HostilePeersTest {
  private static final long SIZE = 16 << 20;
  private static final String OTHER_SWARM = "00".repeat(20);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int HANDSHAKE = 68;

  /** Silent peers beside the one seeder. */
  private static final int SILENT = 3;

  private final Torrent torrent = Torrent.of(Payload.FILE, Version.V1, SIZE);

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void closesTheStrangerAndCompletes(String name, Attack attack) {
    fetchWhile(
        name,
        fetching ->
            assertThat(isClosedAfter(attack.bytes(torrent.swarm()), fetching.listens())).isTrue());
  }

  /** Who says little and gives nothing is no reason to close, and holds nothing up. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("silences")
  void completesBesideTheSilent(String name, Attack silence) {
    List<Socket> silent = new ArrayList<>();
    try {
      fetchWhile(
          name,
          fetching -> {
            for (int i = 0; i < SILENT; i++) {
              silent.add(saying(silence.bytes(torrent.swarm()), fetching.listens(), i));
            }
          });
    } finally {
      silent.forEach(HostilePeersTest::close);
    }
  }

  private void fetchWhile(String name, Consumer<Talking> meanwhile) {
    Path home = Workspace.fresh("hostile", name);
    Path own = Workspace.created(home.resolve("seeder"));
    Path place = Workspace.created(home.resolve("fetcher"));
    Path folder = torrent.seedFolder(own.resolve("data"), false);
    Job seed = new Job(torrent.file().toString(), folder, Loopback.next(), own);
    Path target = Workspace.created(place.resolve("data"));
    Job fetch =
        new Job(torrent.file().toString(), target, Loopback.next(), place).dialling(seed.listen());
    try (Running seeding = Cast.MINIBIT.seed(seed)) {
      seeding.awaitReady();
      try (Talking fetching = Minibit.run("download", fetch, "--limit-down", "4M")) {
        fetching.await("has begun", LIMIT, () -> fetching.done() > 0);
        meanwhile.accept(fetching);
        fetching.awaitComplete(LIMIT);
      }
    }
    Digests.assertSame(torrent.original(), torrent.in(target), true);
    Workspace.remove(home);
  }

  /** What is sent, given the 20-byte hash of the swarm. */
  interface Attack {
    byte[] bytes(String swarm);
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        attack("another swarm", swarm -> handshake(OTHER_SWARM)),
        attack("garbage", swarm -> garbage()),
        attack("a web browser", swarm -> "GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1)),
        attack("a message of 4 GiB", swarm -> join(handshake(swarm), number(-1))),
        attack("a message of 64 MiB", swarm -> join(handshake(swarm), number(64 << 20))),
        attack(
            "a have out of range",
            swarm -> join(handshake(swarm), number(5), new byte[] {4}, number(1 << 30))),
        attack("a short bitfield", swarm -> join(handshake(swarm), number(2), new byte[] {5, -1})),
        attack(
            "a request out of range",
            swarm ->
                join(
                    handshake(swarm),
                    number(1),
                    new byte[] {2},
                    number(13),
                    new byte[] {6},
                    number(0),
                    number(Integer.MAX_VALUE),
                    number(16384))));
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        attack("a handshake and nothing", swarm -> handshake(swarm)),
        attack(
            "everything promised and nothing given",
            swarm ->
                join(
                    handshake(swarm, (byte) 4),
                    number(1),
                    new byte[] {14},
                    number(1),
                    new byte[] {1})));
  }

  /** Peer ids differ in their last digit, or only the first would be let in. */
  private static Socket saying(byte[] bytes, InetSocketAddress victim, int number) {
    byte[] own = bytes.clone();
    own[HANDSHAKE - 1] = (byte) ('0' + number);
    try {
      Socket socket = new Socket(victim.getAddress(), victim.getPort());
      socket.getOutputStream().write(own);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arguments attack(String name, Attack attack) {
    return Arguments.of(name, attack);
  }

  /** Sends the bytes and then only reads: true if the other side closes, false if it stays. */
  private static boolean isClosedAfter(byte[] bytes, InetSocketAddress victim) {
    try (Socket socket = new Socket(victim.getAddress(), victim.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      InputStream in = socket.getInputStream();
      long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
      while (in.read() >= 0) {
        if (System.nanoTime() > deadline) {
          return false;
        }
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      // A reset is a closing too.
      return true;
    }
  }

  private static byte[] handshake(String swarm) {
    return handshake(swarm, (byte) 0);
  }

  private static byte[] handshake(String swarm, byte extensions) {
    return join(
        new byte[] {19},
        "BitTorrent protocol".getBytes(ISO_8859_1),
        new byte[7],
        new byte[] {extensions},
        HexFormat.of().parseHex(swarm),
        "-XX0001-abcdefghijkl".getBytes(ISO_8859_1));
  }

  private static byte[] garbage() {
    byte[] bytes = new byte[4096];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
