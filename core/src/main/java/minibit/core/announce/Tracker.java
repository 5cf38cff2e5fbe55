package minibit.core.announce;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** What one lane knows of one tracker. */
final class Tracker {
  /** The first wait after silence; doubled each time. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** The first wait after a refusal: the tracker works, so its mind changes slowly. */
  private static final Duration REFUSAL = Duration.ofSeconds(60);

  private static final Duration MOST = Duration.ofMinutes(30);
  private static final int MAX_DOUBLINGS = 10;

  final TrackerUrl url;

  /** Whether it took a {@code started} of ours: then it is owed a {@code stopped}. */
  boolean knowsUs;

  String trackerId = "";
  String message = "";
  TrackerStatus.State state = TrackerStatus.State.UNUSED;
  OptionalLong seeders = OptionalLong.empty();
  OptionalLong leechers = OptionalLong.empty();

  private int failures;

  /** The tracker's own word when to come back; never earlier. */
  private Instant barredUntil = Instant.MIN;

  /** Our courtesy after failures; a lonely download may come earlier. */
  private Instant backOffUntil = Instant.MIN;

  Tracker(TrackerUrl url) {
    this.url = url;
  }

  boolean isBarred(Instant now) {
    return now.isBefore(barredUntil);
  }

  boolean isReady(Instant now) {
    return !isBarred(now) && !now.isBefore(backOffUntil);
  }

  Instant readyAt() {
    return barredUntil.isAfter(backOffUntil) ? barredUntil : backOffUntil;
  }

  void succeeded(AnnounceResponse.Accepted answer) {
    failures = 0;
    barredUntil = Instant.MIN;
    backOffUntil = Instant.MIN;
    state = TrackerStatus.State.WORKING;
    message = answer.warning().orElse("");
    seeders = answer.seeders();
    leechers = answer.leechers();
    answer.trackerId().ifPresent(id -> trackerId = id);
    knowsUs = true;
  }

  void refused(Instant now, AnnounceResponse.Refused answer) {
    failed(answer.reason());
    switch (answer.retry()) {
      case AnnounceResponse.Retry.Unsaid() -> barredUntil = now.plus(backOff(REFUSAL));
      case AnnounceResponse.Retry.After(Duration time) -> barredUntil = now.plus(time);
      case AnnounceResponse.Retry.Never() -> barredUntil = Instant.MAX;
    }
  }

  void silent(Instant now, String text) {
    failed(text);
    backOffUntil = now.plus(backOff(SILENCE));
  }

  private void failed(String text) {
    failures++;
    state = TrackerStatus.State.FAILING;
    message = text;
  }

  private Duration backOff(Duration first) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return wait.compareTo(MOST) < 0 ? wait : MOST;
  }
}
