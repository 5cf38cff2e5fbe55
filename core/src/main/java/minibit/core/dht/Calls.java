package minibit.core.dht;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.PeerAddress;

/**
 * Questions of ours that may still be answered. A packet is an answer only if it has the drawn
 * number of a question and comes from where that went. One owner.
 */
final class Calls {
  /** How long an answer is awaited. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Questions open at one time; while there are as many, no other is asked. */
  static final int MAX_OPEN = 256;

  /** Checks and greetings open at one time, apart from lookups, which limit themselves. */
  static final int MAX_CHECKS = 16;

  private static final int TRANSACTION = 4;

  /** What a question was for. */
  sealed interface Purpose {
    /** To see whether a node is there. */
    record Check() implements Purpose {}

    /** To be told of nodes near us by a node whose id we do not know. */
    record Greeting() implements Purpose {}

    /** A step of a lookup. */
    record Step(Lookup lookup) implements Purpose {}

    /** To be kept as a peer. */
    record Announce() implements Purpose {}
  }

  /**
   * One of them.
   *
   * @param node as far as its id is known
   */
  record Call(PeerAddress address, Optional<NodeContact> node, Purpose purpose, Instant until) {}

  private final RandomGenerator random;

  /** In the order in which they were asked, which is that in which they end. */
  private final Map<Integer, Call> open = new LinkedHashMap<>();

  private int checks;

  Calls(RandomGenerator random) {
    this.random = random;
  }

  boolean hasRoom() {
    return open.size() < MAX_OPEN;
  }

  boolean hasRoomForCheck() {
    return hasRoom() && checks < MAX_CHECKS;
  }

  /** Opens a call; gives its transaction. */
  byte[] open(PeerAddress address, Optional<NodeContact> node, Purpose purpose, Instant now) {
    int number = random.nextInt();
    while (open.containsKey(number)) {
      number = random.nextInt();
    }
    open.put(number, new Call(address, node, purpose, now.plus(PATIENCE)));
    checks += isCheck(purpose) ? 1 : 0;
    return ByteBuffer.allocate(TRANSACTION).putInt(number).array();
  }

  private static boolean isCheck(Purpose purpose) {
    return purpose instanceof Purpose.Check || purpose instanceof Purpose.Greeting;
  }

  boolean isAsking(PeerAddress address) {
    return open.values().stream().anyMatch(call -> call.address().equals(address));
  }

  /** The call that this is the answer to; it is closed. */
  Optional<Call> close(byte[] transaction, PeerAddress from) {
    if (transaction.length != TRANSACTION) {
      return Optional.empty();
    }
    int number = ByteBuffer.wrap(transaction).getInt();
    Call call = open.get(number);
    if (call == null || !call.address().equals(from)) {
      return Optional.empty();
    }
    open.remove(number);
    checks -= isCheck(call.purpose()) ? 1 : 0;
    return Optional.of(call);
  }

  /** Those that were not answered in time; they are closed. */
  List<Call> expired(Instant now) {
    List<Call> late = new ArrayList<>();
    var each = open.values().iterator();
    while (each.hasNext()) {
      Call call = each.next();
      if (now.isBefore(call.until())) {
        break;
      }
      each.remove();
      checks -= isCheck(call.purpose()) ? 1 : 0;
      late.add(call);
    }
    return late;
  }

  Instant deadline() {
    return open.isEmpty() ? Instant.MAX : open.values().iterator().next().until();
  }
}
