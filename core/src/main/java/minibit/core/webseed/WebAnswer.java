package minibit.core.webseed;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the beginning of a web server's answer is worth (RFC 9110). Taken is a part of exactly the
 * range that was asked for, or the whole file; everything else ends the run.
 */
public sealed interface WebAnswer {
  /** The longest wait that a server may ask for: a visitor of ours must not be put off for days. */
  Duration LONGEST_WAIT = Duration.ofHours(1);

  /** The shortest: no server is asked again at once. */
  Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  /**
   * What was asked for is in the body.
   *
   * @param before bytes of the file that come first and were not asked for
   * @param length bytes of the body
   */
  record Body(long before, long length) implements WebAnswer {}

  /** It lies elsewhere. */
  record Redirect(String location) implements WebAnswer {}

  /** Nothing will come of it. */
  record Refused(FetchEnd end) implements WebAnswer {}

  /** {@code bytes 0-499/1234}, or a star for a length that is not known. */
  Pattern RANGE = Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /**
   * Judges an answer.
   *
   * @param header the value of a header by its name
   * @param fileLength bytes of the whole file
   */
  static WebAnswer of(
      int status,
      Function<String, Optional<String>> header,
      WebPart part,
      long fileLength,
      Instant now) {
    return switch (status) {
      case 200, 206 -> body(status, header, part, fileLength);
      case 301, 302, 303, 307, 308 ->
          header
              .apply("Location")
              .<WebAnswer>map(Redirect::new)
              .orElseGet(() -> never(WebFault.REDIRECT));
      case 408, 425, 429 -> busy(header, now);
      case 416 -> never(WebFault.WRONG_SIZE);
      default -> {
        if (status >= 500 && status < 600) {
          yield busy(header, now);
        }
        yield never(status >= 400 && status < 500 ? WebFault.NOT_FOUND : WebFault.WRONG_ANSWER);
      }
    };
  }

  private static WebAnswer body(
      int status, Function<String, Optional<String>> header, WebPart part, long fileLength) {
    String encoding = header.apply("Content-Encoding").orElse("identity").strip();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return never(WebFault.WRONG_ANSWER);
    }
    Optional<String> length = header.apply("Content-Length").map(String::strip);
    if (status == 200) {
      if (length.isPresent() && !length.get().equals(Long.toString(fileLength))) {
        return never(WebFault.WRONG_SIZE);
      }
      return new Body(part.from(), fileLength);
    }
    Matcher range = RANGE.matcher(header.apply("Content-Range").orElse("").strip());
    if (!range.matches()
        || Long.parseLong(range.group(1)) != part.from()
        || Long.parseLong(range.group(2)) != part.from() + part.length() - 1
        || length.isPresent() && !length.get().equals(Long.toString(part.length()))) {
      return never(WebFault.WRONG_ANSWER);
    }
    String all = range.group(3);
    return all.equals("*") || Long.parseLong(all) == fileLength
        ? new Body(0, part.length())
        : never(WebFault.WRONG_SIZE);
  }

  private static WebAnswer never(WebFault fault) {
    return new Refused(new FetchEnd.Never(fault));
  }

  private static WebAnswer busy(Function<String, Optional<String>> header, Instant now) {
    return new Refused(
        new FetchEnd.Later(
            WebFault.BUSY, header.apply("Retry-After").flatMap(text -> wait(text.strip(), now))));
  }

  /** Seconds, or a date; what is neither is passed over. */
  private static Optional<Duration> wait(String text, Instant now) {
    if (text.matches("\\d{1,18}")) {
      long seconds = Math.min(Long.parseLong(text), LONGEST_WAIT.toSeconds());
      return Optional.of(bounded(Duration.ofSeconds(seconds)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, until)));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
