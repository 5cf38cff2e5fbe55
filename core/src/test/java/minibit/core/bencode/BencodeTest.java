package minibit.core.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import minibit.core.bencode.BadBencode.Fault;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class BencodeTest {
  private static final Limits SMALL = new Limits(1 << 20, 100, 10_000);

  static Stream<JsonNode> cases() {
    return Vectors.json("bencode.json").get("cases").valueStream();
  }

  /** Canonical input comes back byte for byte; other input is refused or known for what it is. */
  @ParameterizedTest
  @MethodSource("cases")
  void everyVectorGetsItsVerdict(JsonNode row) throws BadBencode {
    byte[] input = HexFormat.of().parseHex(row.get("hex").asString());
    if (row.get("canonical").asBoolean()) {
      Decoded decoded = Bencode.decode(input, SMALL);
      assertThat(decoded.isCanonical()).isTrue();
      assertThat(Bencode.encode(decoded.value())).isEqualTo(input);
    } else {
      boolean passed = false;
      try {
        passed = Bencode.decode(input, SMALL).isCanonical();
      } catch (BadBencode e) {
        assertThat(e).hasMessageContaining("at byte");
      }
      assertThat(passed).isFalse();
    }
  }

  /** What the field tolerates is read, noted, and written in canonical form. */
  @Test
  void toleratedFormsAreReadAndNoted() throws BadBencode {
    assertTolerated("d1:bi1e1:ai2ee", "d1:ai2e1:bi1ee");
    assertTolerated("d1:ai1e1:ai2ee", "d1:ai1ee");
    assertTolerated("i03e", "i3e");
    assertTolerated("i-0e", "i0e");
    assertTolerated("02:ab", "2:ab");
    assertTolerated("l02:abe", "l2:abe");
    assertTolerated("d01:ai1ee", "d1:ai1ee");
  }

  private static void assertTolerated(String input, String canonical) throws BadBencode {
    Decoded decoded = decode(input);
    assertThat(decoded.wellFormed()).as(input).isFalse();
    assertThat(new String(Bencode.encode(decoded.value()), ISO_8859_1)).isEqualTo(canonical);
  }

  /** A fault within marks the containers around it, and no others. */
  @Test
  void eachDictionaryKnowsWhetherItStoodCanonical() throws BadBencode {
    BDict outer = decode("d1:bd1:ai1ee1:ad1:bi1e1:ai1eee").dict().orElseThrow();
    assertThat(outer.isCanonical()).isFalse();
    assertThat(outer.dict("a").orElseThrow().isCanonical()).isFalse();
    assertThat(outer.dict("b").orElseThrow().isCanonical()).isTrue();
  }

  /** What gets hashed is what stood there, faults included. */
  @Test
  void rawBytesAreAsTheyStood() throws BadBencode {
    BDict outer = decode("d4:infod1:bi1e1:ai02eee trailing").dict().orElseThrow();
    assertThat(outer.dict("info").orElseThrow().raw())
        .isEqualTo("d1:bi1e1:ai02ee".getBytes(ISO_8859_1));
  }

  /** The end is told, so that bytes after a dictionary can be used (BEP 9). */
  @Test
  void endIsTold() throws BadBencode {
    Decoded decoded = decode("d1:ai1eeDATA");
    assertThat(decoded.end()).isEqualTo(8);
    assertThat(decoded.trailing()).isTrue();
    assertThat(Bencode.decode("xxi7e".getBytes(ISO_8859_1), 2, SMALL).end()).isEqualTo(5);
  }

  /** A getter passes over a value of another type. */
  @Test
  void gettersIgnoreWrongTypes() throws BadBencode {
    BDict dict =
        decode("d1:ai1e1:b2:hi1:cli1ee1:dde1:ei99999999999999999999ee").dict().orElseThrow();
    assertThat(dict.integer("a")).hasValue(1);
    assertThat(dict.integer("b")).isEmpty();
    assertThat(dict.integer("e")).isEmpty();
    assertThat(dict.text("b")).contains("hi");
    assertThat(dict.text("a")).isEmpty();
    assertThat(dict.list("c").orElseThrow().values()).isEqualTo(List.of(new BInt(1)));
    assertThat(dict.list("d")).isEmpty();
    assertThat(dict.dict("d")).contains(BDict.EMPTY);
    assertThat(dict.dict("c")).isEmpty();
    assertThat(dict.get("z")).isEmpty();
    assertThat(dict.dict("z")).isEmpty();
  }

  /** Keys are ordered as unsigned bytes. */
  @Test
  void highBytesSortAfterAscii() throws BadBencode {
    byte[] input = "d1:zi1e1:\u00ffi2ee".getBytes(ISO_8859_1);
    Decoded decoded = Bencode.decode(input, SMALL);
    assertThat(decoded.isCanonical()).isTrue();
    assertThat(decoded.dict().orElseThrow().get(BBytes.of(new byte[] {(byte) 0xff})))
        .contains(new BInt(2));
  }

  /** A builder sorts, and the last of two values counts. */
  @Test
  void builderMakesCanonicalDictionaries() {
    BDict dict =
        BDict.builder()
            .put("z", 1)
            .put("a", "text")
            .put("m", BList.of(List.of()))
            .put("z", 2)
            .build();
    assertThat(new String(dict.raw(), ISO_8859_1)).isEqualTo("d1:a4:text1:mle1:zi2ee");
  }

  /** Nesting, number and size have ends, and none of them is the stack's. */
  @Test
  void limitsHold() throws BadBencode {
    assertFault("l".repeat(101) + "e".repeat(101), Fault.TOO_DEEP);
    assertThat(decode("l".repeat(100) + "e".repeat(100)).isCanonical()).isTrue();
    assertFault("l".repeat(1_000_000), Fault.TOO_DEEP);
    assertFault("l" + "0:".repeat(10_000) + "e", Fault.TOO_MANY_VALUES);
    assertFault("x".repeat((1 << 20) + 1), Fault.TOO_LONG);
  }

  /** The fault is named. */
  @Test
  void faultsAreNamed() {
    assertFault("", Fault.CUT_SHORT);
    assertFault("di1ei2ee", Fault.KEY_NOT_STRING);
    assertFault("d1:ae", Fault.KEY_WITHOUT_VALUE);
    assertFault("99999999999999999999:a", Fault.STRING_PAST_END);
    assertFault("2147483648:a", Fault.STRING_PAST_END);
    assertFault("1x:a", Fault.BAD_LENGTH);
    assertFault("i--1e", Fault.BAD_INTEGER);
    assertFault("i" + "9".repeat(30), Fault.CUT_SHORT);
    assertFault("x", Fault.UNEXPECTED_BYTE);
  }

  /** Whatever the damage, the decoder answers with a value or a named fault, and never lies. */
  @Seeds(300)
  void damagedInputIsReadOrRefused(long seed) {
    Random random = new Random(seed);
    byte[] input = Bencode.encode(randomValue(random, 5));
    for (int round = 0; round < 20; round++) {
      byte[] damaged = input.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] =
            (byte) "0123456789:ilde-\u00ff".charAt(random.nextInt(17));
      }
      try {
        Decoded decoded = Bencode.decode(damaged, SMALL);
        byte[] again = Bencode.encode(decoded.value());
        if (decoded.isCanonical()) {
          assertThat(again).isEqualTo(damaged);
        } else {
          assertThat(again).isNotEqualTo(damaged);
          assertThat(Bencode.decode(again, SMALL).value()).isEqualTo(decoded.value());
        }
      } catch (BadBencode e) {
        assertThat(e.offset()).isBetween(0, damaged.length);
      }
    }
  }

  private static BencodeValue randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 4 : 2)) {
      case 0 -> new BInt(random.nextLong() >> random.nextInt(64));
      case 1 -> BBytes.of(Long.toHexString(random.nextLong()).substring(0, random.nextInt(8)));
      case 2 ->
          BList.of(
              Stream.generate(() -> randomValue(random, depth - 1))
                  .limit(random.nextInt(5))
                  .toList());
      default -> {
        BDict.Builder dict = BDict.builder();
        for (int i = random.nextInt(5); i > 0; i--) {
          dict.put(Integer.toString(random.nextInt(100), 36), randomValue(random, depth - 1));
        }
        yield dict.build();
      }
    };
  }

  private static Decoded decode(String input) throws BadBencode {
    return Bencode.decode(input.getBytes(ISO_8859_1), SMALL);
  }

  private static void assertFault(String input, Fault fault) {
    assertThatThrownBy(() -> decode(input))
        .isInstanceOfSatisfying(BadBencode.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
