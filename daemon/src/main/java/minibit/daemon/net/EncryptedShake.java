package minibit.daemon.net;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import minibit.core.id.InfoHash;
import minibit.core.mse.Encryption;
import minibit.core.mse.HiddenName;
import minibit.core.mse.KeyWork;
import minibit.core.mse.MseHandshake;
import minibit.core.mse.MseStep;
import minibit.core.wire.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted handshake on its connection: sends what it wants sent, has keys computed and names
 * looked up elsewhere, reading nothing meanwhile. On the connection's loop.
 */
final class EncryptedShake {
  private final PeerConnection connection;
  private final Encrypting means;
  private final MseHandshake handshake;
  private MseStep.@Nullable Done done;

  EncryptedShake(PeerConnection connection, Encrypting means, MseHandshake handshake) {
    this.connection = connection;
    this.means = means;
    this.handshake = handshake;
  }

  void begin() {
    perform(handshake.begin());
  }

  /** What both ends agreed on, once they did. */
  Optional<MseStep.Done> agreed() {
    return Optional.ofNullable(done);
  }

  /** How much of the connection is hidden. */
  Encryption cover() {
    return agreed().map(MseStep.Done::cover).orElse(Encryption.NONE);
  }

  /** The torrent whose name was the key, once it is known. */
  Optional<InfoHash> torrent() {
    return agreed().map(MseStep.Done::torrent);
  }

  /** Takes what it can; whether both ends agreed, and what is left belongs to the stream. */
  boolean received(ByteBuffer in) {
    int before = -1;
    while (done == null && connection.isShaking() && in.remaining() != before) {
      before = in.remaining();
      perform(handshake.received(in));
    }
    return done != null;
  }

  private void perform(MseStep step) {
    switch (step) {
      case MseStep.More(byte[] send) -> connection.sendAsItIs(send);
      case MseStep.Compute(KeyWork work) -> compute(work);
      case MseStep.Identify(HiddenName name) -> {
        connection.hold();
        means.names().find(name, torrent -> later(() -> handshake.identified(torrent)));
      }
      case MseStep.Done end -> {
        done = end;
        connection.sendAsItIs(end.send());
        connection.encrypt(end.out());
      }
      case MseStep.Fault(CloseReason reason) -> connection.close(reason);
    }
  }

  private void compute(KeyWork work) {
    connection.hold();
    try {
      means
          .keys()
          .execute(
              () -> {
                KeyWork.Result result = work.run();
                later(() -> handshake.computed(result));
              });
    } catch (RejectedExecutionException e) {
      connection.close(CloseReason.NO_ROOM);
    }
  }

  private interface Next {
    MseStep step();
  }

  private void later(Next next) {
    connection.loop().execute(() -> goOn(next));
  }

  private void goOn(Next next) {
    if (!connection.isClosed()) {
      connection.shakeOn();
      perform(next.step());
      if (connection.isShaking()) {
        connection.proceed();
      }
    }
  }
}
