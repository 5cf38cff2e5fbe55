package minibit.core.mse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import minibit.core.id.InfoHash;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Encrypted handshakes byte for byte: recorded ones of other clients, and synthetic ones. */
class MseVectorsTest {
  private static final JsonNode ALL = Vectors.json("wire/mse.json");

  private static byte[] hex(JsonNode row, String name) {
    return HexFormat.of().parseHex(row.get(name).asString());
  }

  private static InfoHash torrent(JsonNode row) {
    return InfoHash.of(hex(row, "info_hash"));
  }

  private static MseChance chance(byte[] secret, byte[] first, byte[] second) {
    return new MseChance(secret, first, second);
  }

  @Test
  void theKeyStreamIsThatOfTheStandard() {
    for (JsonNode row : ALL.get("rc4_keystream")) {
      Rc4 stream = new Rc4(hex(row, "key"));
      byte[] bytes = new byte[4096 - 1024 + 16];
      stream.apply(bytes, 0, bytes.length);

      assertThat(Arrays.copyOf(bytes, 16)).isEqualTo(hex(row, "offset_1024"));
      assertThat(Arrays.copyOfRange(bytes, 3072, 3088)).isEqualTo(hex(row, "offset_4096"));
    }
  }

  @Test
  void keysThatProtectNothingAreRefused() {
    for (JsonNode row : ALL.get("degenerate_public_keys")) {
      byte[] secret = new byte[KeyExchange.SECRET_LENGTH];
      secret[19] = 7;

      assertThat(KeyExchange.shared(secret, hex(row, "public_key")).isPresent())
          .as(row.get("public_key").asString())
          .isEqualTo(row.get("acceptable").asBoolean());
    }
  }

  @Test
  void aRecordedDiallerIsUnderstood() {
    JsonNode row = ALL.get("recorded").get(0);
    assertThat(KeyExchange.publicKey(hex(row, "x_b"))).isEqualTo(hex(row, "y_b"));
    assertThat(KeyExchange.shared(hex(row, "x_b"), hex(row, "y_a")).orElseThrow())
        .isEqualTo(hex(row, "S"));
    Talk us =
        new Talk(
            new MseDialled(
                EncryptionPolicy.ALLOWED, chance(hex(row, "x_b"), new byte[0], new byte[0])),
            List.of(torrent(row)));

    us.receive(hex(row, "y_a"));
    assertThat(us.takeSent()).isEqualTo(hex(row, "y_b"));
    us.receive(hex(row, "initiator_step3"));

    assertThat(us.done.orElseThrow().torrent()).isEqualTo(torrent(row));
    assertThat(us.done.orElseThrow().cover()).isEqualTo(Encryption.STREAM);
    assertThat(us.stream()).isEqualTo(hex(row.get("decrypted"), "ia"));
  }

  @Test
  void aRecordedAnswerIsUnderstood() {
    JsonNode row = ALL.get("recorded").get(1);
    Talk us =
        new Talk(
            new MseDialler(
                torrent(row),
                new byte[68],
                EncryptionPolicy.ALLOWED,
                chance(hex(row, "x_a"), new byte[0], new byte[0])),
            List.of());
    assertThat(us.takeSent()).isEqualTo(hex(row, "y_a"));

    us.receive(hex(row, "y_b"));
    byte[] third = us.takeSent();
    assertThat(Arrays.copyOf(third, 20)).isEqualTo(hex(row, "HASH_req1_S"));
    us.receive(hex(row, "receiver_step4"));

    assertThat(us.done.orElseThrow().cover()).isEqualTo(Encryption.STREAM);
    assertThat(us.stream()).startsWith(hex(row.get("decrypted"), "payload"));
  }

  @Test
  void bothEndsSayWhatTheVectorsSay() {
    for (JsonNode row : ALL.get("synthetic")) {
      boolean plain = row.get("crypto_select").asInt() == MseHandshake.PLAIN;
      boolean both = row.get("crypto_provide").asInt() == 3;
      Talk dialler =
          new Talk(
              new MseDialler(
                  torrent(row),
                  hex(row, "ia"),
                  both ? EncryptionPolicy.ALLOWED : EncryptionPolicy.REQUIRED,
                  chance(hex(row, "x_a"), hex(row, "padA"), hex(row, "padC"))),
              List.of());
      Talk dialled =
          new Talk(
              new MseDialled(
                  plain ? EncryptionPolicy.ALLOWED : EncryptionPolicy.PREFERRED,
                  chance(hex(row, "x_b"), hex(row, "padB"), hex(row, "padD"))),
              List.of(torrent(row)));

      byte[] first = dialler.takeSent();
      assertThat(first).isEqualTo(hex(row, "step1_initiator"));
      dialled.receive(first);
      byte[] second = dialled.takeSent();
      assertThat(second).isEqualTo(hex(row, "step2_receiver"));
      dialler.receive(second);
      byte[] third = dialler.takeSent();
      assertThat(third).isEqualTo(hex(row, "step3_initiator"));
      dialled.receive(third);
      byte[] fourth = dialled.takeSent();
      assertThat(fourth).isEqualTo(hex(row, "step4_receiver"));
      dialler.receive(fourth);

      assertThat(dialled.stream()).isEqualTo(hex(row, "ia"));
      assertThat(dialler.say(hex(row, "payload_plain"))).isEqualTo(hex(row, "payload_initiator"));
      assertThat(dialled.say(hex(row, "payload_plain"))).isEqualTo(hex(row, "payload_receiver"));
      assertThat(dialler.done.orElseThrow().cover())
          .isEqualTo(plain ? Encryption.HANDSHAKE : Encryption.STREAM);
    }
  }
}
