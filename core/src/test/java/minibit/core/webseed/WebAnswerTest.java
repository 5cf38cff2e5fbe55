package minibit.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final WebPart PART = new WebPart(0, 100, 50);
  private static final WebPart ALL = new WebPart(0, 0, 1000);

  private static WebAnswer answer(int status, WebPart part, Map<String, String> headers) {
    return WebAnswer.of(status, name -> Optional.ofNullable(headers.get(name)), part, 1000, NOW);
  }

  private static WebAnswer ranged(String range, String length) {
    return answer(206, PART, Map.of("Content-Range", range, "Content-Length", length));
  }

  private static WebAnswer never(WebFault fault) {
    return new WebAnswer.Refused(new FetchEnd.Never(fault));
  }

  private static WebAnswer busy() {
    return new WebAnswer.Refused(new FetchEnd.Later(WebFault.BUSY));
  }

  private static WebAnswer busy(Duration after) {
    return new WebAnswer.Refused(new FetchEnd.Later(WebFault.BUSY, Optional.of(after)));
  }

  @Test
  void theRangeThatWasAskedForIsTaken() {
    assertThat(ranged("bytes 100-149/1000", "50")).isEqualTo(new WebAnswer.Body(0, 50));
    assertThat(ranged("bytes 100-149/*", "50")).isEqualTo(new WebAnswer.Body(0, 50));
    assertThat(answer(206, PART, Map.of("Content-Range", "bytes 100-149/1000")))
        .isEqualTo(new WebAnswer.Body(0, 50));
  }

  @Test
  void anotherRangeIsNot() {
    assertThat(ranged("bytes 0-149/1000", "50")).isEqualTo(never(WebFault.WRONG_ANSWER));
    assertThat(ranged("bytes 100-148/1000", "49")).isEqualTo(never(WebFault.WRONG_ANSWER));
    assertThat(ranged("bytes 100-149/1000", "51")).isEqualTo(never(WebFault.WRONG_ANSWER));
    assertThat(ranged("items 100-149/1000", "50")).isEqualTo(never(WebFault.WRONG_ANSWER));
    assertThat(ranged("bytes 100-149/1001", "50")).isEqualTo(never(WebFault.WRONG_SIZE));
    assertThat(answer(206, PART, Map.of())).isEqualTo(never(WebFault.WRONG_ANSWER));
  }

  @Test
  void aWholeFileIsTakenAlsoWhereAPartWasAskedFor() {
    assertThat(answer(200, ALL, Map.of("Content-Length", "1000")))
        .isEqualTo(new WebAnswer.Body(0, 1000));
    assertThat(answer(200, ALL, Map.of())).isEqualTo(new WebAnswer.Body(0, 1000));
    assertThat(answer(200, ALL, Map.of("Content-Length", "999")))
        .isEqualTo(never(WebFault.WRONG_SIZE));
    assertThat(answer(200, PART, Map.of("Content-Length", "1000")))
        .as("what comes before is known")
        .isEqualTo(new WebAnswer.Body(100, 1000));
  }

  @Test
  void packedBytesAreNotTaken() {
    assertThat(answer(200, ALL, Map.of("Content-Encoding", "gzip")))
        .isEqualTo(never(WebFault.WRONG_ANSWER));
  }

  @Test
  void aBusyServerSaysHowLong() {
    assertThat(answer(503, PART, Map.of())).isEqualTo(busy());
    assertThat(answer(503, PART, Map.of("Retry-After", "120")))
        .isEqualTo(busy(Duration.ofSeconds(120)));
    assertThat(answer(429, PART, Map.of("Retry-After", "Thu, 01 Jan 2026 00:10:00 GMT")))
        .isEqualTo(busy(Duration.ofMinutes(10)));
    assertThat(answer(503, PART, Map.of("Retry-After", "0")))
        .isEqualTo(busy(Duration.ofSeconds(1)));
    assertThat(answer(503, PART, Map.of("Retry-After", "999999999999999999")))
        .isEqualTo(busy(WebAnswer.LONGEST_WAIT));
    assertThat(answer(503, PART, Map.of("Retry-After", "Sun, 01 Jan 2040 00:00:00 GMT")))
        .isEqualTo(busy(WebAnswer.LONGEST_WAIT));
    assertThat(answer(503, PART, Map.of("Retry-After", "soon"))).isEqualTo(busy());
    assertThat(answer(500, PART, Map.of())).isEqualTo(busy());
  }

  @Test
  void whatIsNotThereIsNeverAskedForAgain() {
    for (int status : new int[] {400, 401, 403, 404, 410, 451}) {
      assertThat(answer(status, PART, Map.of())).isEqualTo(never(WebFault.NOT_FOUND));
    }
    assertThat(answer(416, PART, Map.of())).isEqualTo(never(WebFault.WRONG_SIZE));
    assertThat(answer(204, PART, Map.of())).isEqualTo(never(WebFault.WRONG_ANSWER));
  }

  @Test
  void aRedirectNeedsAPlace() {
    assertThat(answer(302, PART, Map.of("Location", "/x"))).isEqualTo(new WebAnswer.Redirect("/x"));
    assertThat(answer(302, PART, Map.of())).isEqualTo(never(WebFault.REDIRECT));
  }

  @Test
  void anyAnswerIsJudged() {
    Random random = new Random(19);
    String[] starts = {"bytes 100-149/1000", "", "bytes ", "99999999999999999999", "Thu, 01 Jan"};
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(starts[random.nextInt(starts.length)]);
      for (int j = random.nextInt(5); j > 0; j--) {
        text.insert(random.nextInt(text.length() + 1), (char) random.nextInt(0x180));
      }
      String value = text.toString();

      WebAnswer judged =
          WebAnswer.of(random.nextInt(700), _ -> Optional.of(value), PART, 1000, NOW);

      if (judged instanceof WebAnswer.Body(long before, long length)) {
        assertThat(length).isEqualTo(before == 0 ? PART.length() : 1000);
      }
    }
  }
}
