package minibit.core.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Announce URLs, and the percent-encoding in them. */
class TrackerUrlTest {
  @Test
  void scrapeUrlsAreAsRecorded() {
    for (JsonNode row : Vectors.json("tracker.json").get("scrape_url")) {
      Optional<String> scrape =
          TrackerUrl.parse(row.get("announce").asString()).orElseThrow().scrape();
      assertThat(scrape.orElse(null)).isEqualTo(row.get("scrape").asString(null));
    }
  }

  /** Only the last component of the path counts: not the host, the query or a folder. */
  @Test
  void scrapeReplacesOnlyTheLastComponent() {
    assertThat(scrape("http://announce.example/announce/x")).isEmpty();
    assertThat(scrape("http://t.example/x?a=/announce")).isEmpty();
    assertThat(scrape("http://t.example/announce/announce?pk=announce"))
        .contains("http://t.example/announce/scrape?pk=announce");
    assertThat(scrape("http://t.example")).isEmpty();
  }

  private static Optional<String> scrape(String url) {
    return TrackerUrl.parse(url).orElseThrow().scrape();
  }

  @Test
  void partsAreFound() {
    assertThat(TrackerUrl.parse("udp://[2001:db8::1]:80/dir?a=b"))
        .contains(new TrackerUrl("udp", "2001:db8::1", 80, "/dir", "a=b"));
    assertThat(TrackerUrl.parse("HTTP://t.example?pk=1#x"))
        .contains(new TrackerUrl("http", "t.example", 80, "", "pk=1"));
    assertThat(TrackerUrl.parse("https://t.example/announce#a?b"))
        .contains(new TrackerUrl("https", "t.example", 443, "/announce", ""));
  }

  @Test
  void whatIsNoTrackerIsRefused() {
    for (String url :
        new String[] {
          "", "http://", "udp://t.example", "ws://t.example/", "http://t:0/", "http://t:65536/",
          "http://t:1x/", "http://u@t/", "http://[::1/", "http://a b/", "http://t/\n", "mailto:x",
          "http://t/ü", "http://t/" + "x".repeat(TrackerUrl.MAX_LENGTH)
        }) {
      assertThat(TrackerUrl.parse(url)).as(url).isEmpty();
    }
  }

  /** Whatever bytes a hash or id has, they arrive. */
  @Seeds(50)
  void percentEncodingRoundTrips(long seed) {
    byte[] bytes = new byte[20];
    new Random(seed).nextBytes(bytes);
    assertThat(PercentCodec.decode(PercentCodec.encode(bytes))).hasValue(bytes);
  }

  @Test
  void percentSignsNeedTwoDigits() {
    assertThat(PercentCodec.decode("%4")).isEmpty();
    assertThat(PercentCodec.decode("%zz")).isEmpty();
    assertThat(PercentCodec.decode("a%")).isEmpty();
    assertThat(PercentCodec.decode("a+b%2b")).hasValue("a+b+".getBytes(StandardCharsets.US_ASCII));
  }
}
