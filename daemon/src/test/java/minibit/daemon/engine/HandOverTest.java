package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.HandshakeCodec;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Encrypting;
import minibit.daemon.net.Loop;
import minibit.daemon.net.RateMeter;
import minibit.daemon.net.Sockets;
import minibit.daemon.net.Timeouts;
import minibit.daemon.trace.WireTrace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection of a magnet link's swarm, and the run that is to have it. */
@Timeout(30)
class HandOverTest {
  private boolean isPrivate;
  private static final InfoHash NAME = InfoHash.of(new byte[20]);
  private static final Encrypting NONE =
      new Encrypting(EncryptionPolicy.OFF, Runnable::run, new Random(1), (_, _) -> {});

  private final Loop loop;
  private final SwarmRun before = run();
  private final SwarmRun next = run();
  private final AtomicInteger gone = new AtomicInteger();
  private final Socket peer = new Socket();

  HandOverTest() throws IOException {
    loop = new Loop("loop", new BufferPool(8 << 20));
  }

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      peer.connect(server.getLocalAddress());
      SocketChannel channel = server.accept();
      InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
      PeerLink link =
          new PeerLink(new PeerKey(1), PeerLink.addressOf(remote), null, new OnlyDoor());
      link.accepted(Sockets.accepted(loop, channel, remote, link, Timeouts.DEFAULTS, NONE, 0));
    }
    ByteBuffer hello = ByteBuffer.allocate(Handshake.LENGTH);
    HandshakeCodec.encode(new Handshake(0, NAME, PeerId.of(new byte[20])), hello);
    peer.getOutputStream().write(hello.array());
    assertThat(peer.getInputStream().readNBytes(Handshake.LENGTH)).hasSize(Handshake.LENGTH);
    await().until(() -> before.connections() == 1);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    loop.close();
  }

  @Test
  void aConnectionChangesHands() {
    List<SwarmEvent> said = List.of(new SwarmEvent.DeadlineReached());

    assertThat(handOver(CompletableFuture.completedFuture(said))).isEqualTo(said);

    assertThat(next.connections()).isOne();
    assertThat(before.connections()).isZero();
    assertThat(gone).hasValue(0);
  }

  /** It would be open and counted for ever, and nobody would say or hear anything on it. */
  @Test
  void aConnectionOfWhichTheNewSwarmHearsNothingIsClosed() throws Exception {
    List<SwarmEvent> told =
        handOver(CompletableFuture.failedFuture(new IllegalStateException("too busy")));

    assertThat(told).isEmpty();
    await().untilAsserted(() -> assertThat(gone).hasValue(1));
    assertThat(next.connections()).isZero();
    assertThat(before.connections()).isZero();
    assertThat(peer.getInputStream().read()).isNegative();
  }

  /** Of a private torrent those stay of whom the old swarm speaks. */
  @Test
  void aConnectionThatIsLeftBehindOnPurposeIsClosed() throws Exception {
    isPrivate = true;

    handOver(CompletableFuture.completedFuture(List.of(new SwarmEvent.DeadlineReached())));

    await().untilAsserted(() -> assertThat(gone).hasValue(1));
    assertThat(next.connections()).isZero();
    assertThat(peer.getInputStream().read()).isNegative();
  }

  private List<SwarmEvent> handOver(CompletableFuture<List<SwarmEvent>> said) {
    return new HandOver(before, next, isPrivate).of(new NothingDialled(), () -> said);
  }

  private static SwarmRun run() {
    RateMeter meter = new RateMeter(System.nanoTime());
    return new SwarmRun(
        new SwarmRun.Frame(
            InfoHashes.v1(NAME),
            PeerId.of(new byte[20]),
            List.of(),
            List.of(),
            meter,
            meter,
            meter,
            WireTrace.NONE,
            Optional.empty()),
        null,
        new Nobody());
  }

  /** Leads to the run that fetches the metadata, and counts who leaves. */
  private final class OnlyDoor implements Door {
    @Override
    public @Nullable SwarmRun route(Handshake theirs) {
      return before;
    }

    @Override
    public boolean seek(PeerLink link, Handshake theirs) {
      return false;
    }

    @Override
    public void shook(PeerLink link) {}

    @Override
    public void missed(PeerLink link, SwarmRun run, boolean reached, CloseReason reason) {}

    @Override
    public void settled(PeerLink link) {}

    @Override
    public void gone(PeerLink link) {
      gone.incrementAndGet();
    }
  }

  private static final class NothingDialled implements Host.Network {
    @Override
    public void dial(SwarmRun run, PeerAddress address) {}

    @Override
    public List<CompletableFuture<Void>> move(SwarmRun before, SwarmRun next) {
      return List.of();
    }

    @Override
    public void prefersEncrypted(PeerAddress address) {}

    @Override
    public void ban(PeerAddress host) {}

    @Override
    public void publish(SwarmRun run) {}

    @Override
    public void withdraw(SwarmRun run) {}
  }
}
