package minibit.daemon.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Block;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.Handshake;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a student reads in a trace. */
class TraceFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PeerAddress PEER = PeerAddress.of(new byte[] {127, 0, 0, 1}, 6881);
  private static final InfoHash HASH = InfoHash.of(new byte[20]);
  private static final PeerId ID =
      PeerId.of("-MB0100-abcdefghijkl".getBytes(StandardCharsets.US_ASCII));

  // The whole line, as documented: scripts rely on it.
  @Test
  void aMessageIsOneLineUnderBothNames() {
    assertThat(
            lines(
                trace ->
                    trace.message(
                        Direction.OUT, PEER, new PeerMessage.Request(new Block(7, 16384, 16384)))))
        .containsExactly(
            "{\"time\":\"2026-03-01T12:00:00Z\",\"direction\":\"out\",\"peer\":\"127.0.0.1:6881\","
                + "\"message\":\"request\",\"sketch\":\"PEDIDO\","
                + "\"piece\":7,\"begin\":16384,\"length\":16384}");
  }

  @Test
  void everyMessageHasItsNames() {
    Block block = new Block(0, 0, 1);
    assertNames(new PeerMessage.KeepAlive(), "keep-alive", null);
    assertNames(new PeerMessage.Choke(), "choke", null);
    assertNames(new PeerMessage.Have(3), "have", "ESTOQUE");
    assertNames(new PeerMessage.HaveAll(), "have-all", "ESTOQUE");
    assertNames(new PeerMessage.BitfieldMessage(new byte[] {7}), "bitfield", "ESTOQUE");
    assertNames(new PeerMessage.Piece(block), "piece", "BLOCO");
    assertNames(new PeerMessage.Unknown(99, 3), "unknown", null);
    assertNames(new PeerMessage.Extended(99, new byte[3]), "extended", null);
    assertNames(new PexMessage(List.of(), List.of()).toPeer(1), "ut_pex", "NOVO_PEER");
  }

  @Test
  void announcesSayWhatHappened() {
    assertThat(
            names(
                trace ->
                    trace.announce(Direction.OUT, "http://t/a", announce(AnnounceEvent.STARTED))))
        .isEqualTo("announce/REGISTRO");
    assertThat(
            names(
                trace ->
                    trace.announce(Direction.OUT, "http://t/a", announce(AnnounceEvent.STOPPED))))
        .isEqualTo("announce/UNREGISTER");
    JsonNode answer =
        line(
            trace ->
                trace.answer(
                    Direction.IN,
                    "http://t/a",
                    AnnounceResponse.Accepted.of(Duration.ofMinutes(2), List.of(PEER))));
    assertThat(answer.get("sketch").asString()).isEqualTo("LISTA_PEERS");
    assertThat(answer.get("interval").asInt()).isEqualTo(120);
    assertThat(answer.get("peers").get(0).asString()).isEqualTo("127.0.0.1:6881");
  }

  @Test
  void theJsonFaceIsTracedToo() {
    JsonNode line =
        line(trace -> trace.exchange(Direction.IN, PEER, "register", Map.of("listen_port", 6881)));

    assertThat(line.get("sketch").asString()).isEqualTo("REGISTRO");
    assertThat(line.get("listen_port").asInt()).isEqualTo(6881);
  }

  // Messages go out under the ids that the peer declared, and are still called by their names.
  @Test
  void extensionMessagesAreKnownByTheReceiversIds() {
    List<String> lines =
        lines(
            trace -> {
              trace.message(
                  Direction.IN,
                  PEER,
                  new PeerMessage.Extended(
                      0, "d1:md11:ut_metadatai9eee".getBytes(StandardCharsets.US_ASCII)));
              trace.message(Direction.OUT, PEER, new MetadataMessage.Request(4).toPeer(9));
              trace.message(
                  Direction.IN,
                  PEER,
                  new MetadataMessage.Data(0, 16384, new byte[16384])
                      .toPeer(Extension.UT_METADATA.ourId()));
            });

    assertThat(json(lines.get(0)).get("m").get("ut_metadata").asInt()).isEqualTo(9);
    assertThat(json(lines.get(1)).get("message").asString()).isEqualTo("ut_metadata");
    assertThat(json(lines.get(1)).get("kind").asString()).isEqualTo("request");
    assertThat(json(lines.get(2)).get("kind").asString()).isEqualTo("data");
    assertThat(json(lines.get(2)).get("bytes").asInt()).isGreaterThan(16384);
    assertThat(lines.get(2)).hasSizeLessThan(300);
  }

  @Test
  void handshakesNameTheTorrentAndTheProgram() {
    JsonNode line =
        line(trace -> trace.handshake(Direction.IN, PEER, new Handshake(Handshake.FAST, HASH, ID)));

    assertThat(line.get("client").asString()).isEqualTo("minibit 0.1.0");
    assertThat(line.get("infoHash").asString()).isEqualTo("00".repeat(20));
    assertThat(line.get("reserved").asString()).isEqualTo("0000000000000004");
    assertThat(
            line(trace ->
                    trace.message(
                        Direction.OUT,
                        PEER,
                        ExtensionHandshake.builder().client("a\u001bb").build().toPeer(0)))
                .get("client")
                .asString())
        .isEqualTo("a\u001bb");
  }

  // A disk that stands still costs lines, not the connection loop.
  @Test
  void aSlowFileLosesLinesAndSaysHowMany() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    StringWriter text = new StringWriter();
    Writer slow =
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) {
            try {
              gate.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            text.write(buffer, offset, length);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    TraceFile trace = new TraceFile(slow, InstantSource.fixed(NOON));
    trace.start();
    int sent = 10_000;
    // An interrupted caller does not wait at all, which spares this test the patience of each.
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  for (int i = 0; i < sent; i++) {
                    trace.message(Direction.IN, PEER, new PeerMessage.Have(i));
                  }
                });
    caller.join();
    gate.countDown();
    // Closing waits for a second only, in which a busy machine may not write all that waited.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // of half a line
        .untilAsserted(() -> assertThat(written(text) + lost(text)).isEqualTo(sent));
    trace.close();

    assertThat(lost(text)).isPositive();
    assertThat(written(text) + lost(text)).isEqualTo(sent);
  }

  private static long written(StringWriter text) {
    return text.toString().lines().filter(line -> line.contains("\"have\"")).count();
  }

  private static long lost(StringWriter text) {
    return text.toString()
        .lines()
        .filter(line -> line.contains("\"lost\""))
        .mapToLong(line -> json(line).get("lost").asLong())
        .sum();
  }

  @Test
  void closingWritesTheRest(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trace.jsonl");
    try (TraceFile trace = TraceFile.open(file)) {
      for (int i = 0; i < 1_000; i++) {
        trace.message(Direction.IN, PEER, new PeerMessage.Have(i));
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(1_000);
  }

  // A reader of the documents finds every name that a trace may hold.
  @Test
  void theDocumentKeepsTheSameTable() throws IOException {
    String document =
        Files.readString(Path.of(System.getProperty("minibit.root"), "docs", "protocol.md"));
    SketchNames.TABLE.forEach(
        (ours, sketch) ->
            assertThat(document.lines())
                .anyMatch(line -> line.startsWith("| `" + ours + "` | " + sketch)));
  }

  private interface Calls {
    void on(WireTrace trace);
  }

  private static void assertNames(PeerMessage message, String name, @Nullable String sketch) {
    assertThat(names(trace -> trace.message(Direction.IN, PEER, message)))
        .isEqualTo(name + "/" + sketch);
  }

  private static String names(Calls calls) {
    JsonNode line = line(calls);
    return line.get("message").asString()
        + "/"
        + (line.get("sketch").isNull() ? null : line.get("sketch").asString());
  }

  private static JsonNode line(Calls calls) {
    return json(lines(calls).getFirst());
  }

  private static JsonNode json(String line) {
    return new JsonMapper().readTree(line);
  }

  private static List<String> lines(Calls calls) {
    StringWriter text = new StringWriter();
    TraceFile trace = new TraceFile(text, InstantSource.fixed(NOON));
    trace.start();
    calls.on(trace);
    trace.close();
    return text.toString().lines().toList();
  }

  private static AnnounceRequest announce(AnnounceEvent event) {
    return new AnnounceRequest(HASH, ID, 6881, 0, 0, 100, event, 50, 1, "");
  }
}
