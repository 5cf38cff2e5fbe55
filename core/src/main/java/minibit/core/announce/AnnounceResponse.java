package minibit.core.announce;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.id.PeerAddress;

/** What came of an announce. */
public sealed interface AnnounceResponse {
  /**
   * The tracker took it.
   *
   * @param interval until the next regular announce, within {@link Intervals}
   * @param minInterval before which no announce without an event may come
   * @param seeders peers that have everything
   * @param leechers peers that do not
   * @param downloaded how often the torrent was completed
   * @param peers addresses, of both families, none twice
   * @param warning for the user to read
   * @param trackerId to be given back in later announces, one character a byte
   * @param externalIp the host by which the tracker saw us, in text: a hint (BEP 24)
   */
  record Accepted(
      Duration interval,
      Optional<Duration> minInterval,
      OptionalLong seeders,
      OptionalLong leechers,
      OptionalLong downloaded,
      List<PeerAddress> peers,
      Optional<String> warning,
      Optional<String> trackerId,
      Optional<String> externalIp)
      implements AnnounceResponse {
    /** Copies the list. */
    public Accepted {
      peers = List.copyOf(peers);
    }

    /** The least an answer says. */
    public static Accepted of(Duration interval, List<PeerAddress> peers) {
      return new Accepted(
          interval,
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          peers,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** The tracker spoke, and refused. */
  record Refused(String reason, Retry retry) implements AnnounceResponse {}

  /**
   * No answer, or none that can be read.
   *
   * @param code stable, for programs: {@code unreachable}, {@code timeout}, {@code bad-answer},
   *     {@code bad-url}, {@code too-large}, {@code http-status}
   * @param message for people, in English
   */
  record Failed(String code, String message) implements AnnounceResponse {}

  /** When a refusal may be questioned (BEP 31). */
  sealed interface Retry {
    /** Not said. */
    record Unsaid() implements Retry {}

    /** After this long. */
    record After(Duration time) implements Retry {}

    /** Not at all while the process lives. */
    record Never() implements Retry {}
  }
}
