package minibit.daemon.net;

import java.time.Duration;

/**
 * How long a connection may keep us waiting.
 *
 * @param connect until a dialled peer answers: longer than two retransmissions of a SYN
 * @param handshake from the connection until the peer's handshake is there
 * @param silence without a byte from the peer: others send keep-alives every two minutes
 * @param keepAlive without a byte from us, after which we send one
 * @param stall in which the peer must take 16 KiB of what waits for it
 */
public record Timeouts(
    Duration connect, Duration handshake, Duration silence, Duration keepAlive, Duration stall) {
  /** What the field uses. */
  public static final Timeouts DEFAULTS =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(150),
          Duration.ofSeconds(110),
          Duration.ofSeconds(60));
}
