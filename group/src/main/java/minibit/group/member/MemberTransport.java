package minibit.group.member;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import minibit.core.id.PeerAddress;

/**
 * Carries a message to another daemon's member port and its answer back; there it is given to
 * {@link GroupMember#receive}. It may lose, delay and repeat messages; it need not keep them secret
 * or honest, for what matters is sealed.
 */
@FunctionalInterface
public interface MemberTransport {
  /** Bytes of a message, and of an answer: a full batch of long paths. */
  int MAX_BYTES = 4 << 20;

  /**
   * Sends a message. Must not block; completes on any thread, exceptionally if there is no answer
   * within the limit.
   */
  CompletableFuture<byte[]> send(PeerAddress to, byte[] message, Duration limit);
}
