package minibit.core.announce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.id.InfoHash;
import org.junit.jupiter.api.Test;

/** Retransmission and connection ids of BEP 15, in virtual time. */
class UdpExchangeTest {
  private static final Instant START = Instant.EPOCH;
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");

  private final UdpExchange exchange = exchange(Duration.ofHours(2));

  private static UdpExchange exchange(Duration giveUpAfter) {
    return new UdpExchange(
        (id, transaction) -> UdpPackets.scrape(id, transaction, List.of(HASH)),
        new Random(1),
        false,
        START,
        giveUpAfter);
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static ByteBuffer answer(int action, byte[] request, int length) {
    return ByteBuffer.allocate(length).putInt(action).putInt(ByteBuffer.wrap(request).getInt(12));
  }

  /** Sends what is due until the time is up, nobody answering; the seconds of each packet. */
  private List<String> silence(long until) {
    List<String> sent = new ArrayList<>();
    while (!exchange.deadline().isAfter(at(until))) {
      Instant now = exchange.deadline();
      exchange
          .packetAt(now)
          .ifPresent(
              packet ->
                  sent.add(
                      Duration.between(START, now).toSeconds()
                          + (packet.length == 16 ? " connect" : " scrape")));
    }
    return sent;
  }

  @Test
  void silentTrackerIsAskedAfterDoublingTimes() {
    assertThat(silence(1000))
        .containsExactly(
            "0 connect",
            "15 connect",
            "45 connect",
            "105 connect",
            "225 connect",
            "465 connect",
            "945 connect");
  }

  /** The question is repeated too, and a connection id that has run out is asked for again. */
  @Test
  void expiredConnectionIsAskedForAgain() {
    byte[] connect = exchange.packetAt(START).orElseThrow();
    assertThat(exchange.receive(at(1), answer(0, connect, 16).putLong(77).array())).isEmpty();
    assertThat(exchange.deadline()).isEqualTo(at(1));
    assertThat(silence(300))
        .containsExactly("1 scrape", "16 scrape", "46 scrape", "106 connect", "226 connect");
  }

  @Test
  void answerEndsIt() {
    byte[] connect = exchange.packetAt(START).orElseThrow();
    exchange.receive(START, answer(0, connect, 16).putLong(77).array());
    byte[] question = exchange.packetAt(START).orElseThrow();
    assertThat(ByteBuffer.wrap(question).getLong(0)).isEqualTo(77);
    assertThat(exchange.receive(at(1), answer(2, question, 20).array()))
        .get()
        .isInstanceOf(UdpAnswer.Scraped.class);
    assertThat(exchange.connectionAt(at(59))).hasValue(77);
    assertThat(exchange.connectionAt(at(60))).isEmpty();
  }

  /** Foreign transactions, short packets, and answers to what was not asked change nothing. */
  @Test
  void strayPacketsAreDropped() {
    byte[] connect = exchange.packetAt(START).orElseThrow();
    byte[] foreign = answer(0, connect, 16).putLong(66).array();
    foreign[7]++;
    assertThat(exchange.receive(START, foreign)).isEmpty();
    assertThat(exchange.receive(START, answer(0, connect, 12).array())).isEmpty();
    assertThat(exchange.receive(START, answer(2, connect, 20).array())).isEmpty();
    assertThat(exchange.receive(START, new byte[0])).isEmpty();
    assertThat(exchange.connectionAt(START)).isEmpty();
    assertThat(exchange.deadline()).isEqualTo(at(15));
  }

  @Test
  void errorIsTheAnswer() {
    byte[] connect = exchange.packetAt(START).orElseThrow();
    Optional<UdpAnswer> error = exchange.receive(START, answer(3, connect, 8).array());
    assertThat(error).get().isInstanceOf(UdpAnswer.Error.class);
  }

  @Test
  void knownConnectionSavesARoundTrip() {
    exchange.reuse(99, at(10));
    assertThat(ByteBuffer.wrap(exchange.packetAt(START).orElseThrow()).getLong(0)).isEqualTo(99);
  }

  @Test
  void itGivesUp() {
    UdpExchange brief = exchange(Duration.ofSeconds(5));
    brief.packetAt(START);
    assertThat(brief.deadline()).isEqualTo(at(5));
    assertThat(brief.isOver(at(5))).isTrue();
    assertThat(brief.packetAt(at(15))).isEmpty();
  }
}
