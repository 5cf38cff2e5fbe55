package minibit.core.announce.udp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * One request to a UDP tracker, from the connect to its answer: says which packet is due, takes
 * what arrives, repeats after 15 · 2ⁿ seconds (BEP 15). One owner; pure.
 *
 * <p>Phases: asking for a connection id, then asking the question; back to the first when the id
 * has run out. The count n runs on through both.
 */
public final class UdpExchange {
  /** How long a client may use a connection id. */
  public static final Duration CONNECTION_LIFE = Duration.ofSeconds(60);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
  private static final int MAX_DOUBLINGS = 8;

  /** Makes the packet of the question under a connection id and transaction number. */
  @FunctionalInterface
  public interface Question {
    /** The packet. */
    byte[] packet(long connection, int transaction);
  }

  private final Question question;
  private final RandomGenerator random;
  private final boolean ipv6;
  private final Instant end;

  private Connection connection;
  private int transaction;
  private boolean connecting;
  private int sent;
  private Instant due;

  private sealed interface Connection {
    record None() implements Connection {}

    record Open(long id, Instant until) implements Connection {}
  }

  /**
   * A fresh exchange; its first packet is due at once.
   *
   * @param giveUpAfter how long to try: other trackers wait behind this one
   * @param ipv6 whether the tracker is spoken to over IPv6
   */
  public UdpExchange(
      Question question, RandomGenerator random, boolean ipv6, Instant now, Duration giveUpAfter) {
    this.question = question;
    this.random = random;
    this.ipv6 = ipv6;
    this.end = now.plus(giveUpAfter);
    this.connection = new Connection.None();
    this.due = now;
  }

  /** Goes on with a connection id from an earlier exchange with the same tracker. */
  public void reuse(long id, Instant until) {
    connection = new Connection.Open(id, until);
  }

  /** The connection id, to be handed to the next exchange, and until when it is good. */
  public OptionalLong connectionAt(Instant now) {
    return connection instanceof Connection.Open(long id, Instant until) && now.isBefore(until)
        ? OptionalLong.of(id)
        : OptionalLong.empty();
  }

  /** Until when {@link #connectionAt} is good; the beginning of time if there is none. */
  public Instant connectionUntil() {
    return connection instanceof Connection.Open(long _, Instant until) ? until : Instant.MIN;
  }

  /** When to call {@link #packetAt} next, or to give up. */
  public Instant deadline() {
    return due.isBefore(end) ? due : end;
  }

  /** Whether there is no use in waiting longer. */
  public boolean isOver(Instant now) {
    return !now.isBefore(end);
  }

  /** The packet to send now, if one is due. */
  public Optional<byte[]> packetAt(Instant now) {
    if (now.isBefore(due) || isOver(now)) {
      return Optional.empty();
    }
    due = now.plus(FIRST_WAIT.multipliedBy(1L << Math.min(sent, MAX_DOUBLINGS)));
    sent++;
    OptionalLong open = connectionAt(now);
    connecting = open.isEmpty();
    transaction = random.nextInt();
    return Optional.of(
        connecting
            ? UdpPackets.connect(transaction)
            : question.packet(open.getAsLong(), transaction));
  }

  /**
   * Takes a packet. Short, foreign and unasked ones are dropped without effect; after a connection
   * id the question is due at once.
   *
   * @return the answer to the question, or the tracker's error
   */
  public Optional<UdpAnswer> receive(Instant now, byte[] packet) {
    if (sent == 0) {
      return Optional.empty();
    }
    Optional<UdpAnswer> answer =
        UdpPackets.decode(packet, ipv6).filter(it -> it.transaction() == transaction);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    return switch (answer.get()) {
      case UdpAnswer.Connected(int _, long id) -> {
        if (connecting) {
          connection = new Connection.Open(id, now.plus(CONNECTION_LIFE));
          connecting = false;
          due = now;
          sent = 0;
        }
        yield Optional.empty();
      }
      case UdpAnswer.Announced _, UdpAnswer.Scraped _ -> connecting ? Optional.empty() : answer;
      case UdpAnswer.Error _ -> {
        connection = new Connection.None();
        yield answer;
      }
    };
  }
}
