package minibit.core.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BencodeWriterTest {
  /** What is written piece by piece is what a value of the same content is encoded to. */
  @Test
  void writesWhatAValueWouldBe() {
    byte[] written =
        new BencodeWriter()
            .dict()
            .key("")
            .integer(-7)
            .key("list")
            .list()
            .text("ação")
            .bytes(new byte[] {0, (byte) 0xff})
            .dict()
            .end()
            .end()
            .key("value")
            .value(new BInt(1))
            .end()
            .toBytes();
    assertThat(new String(written, StandardCharsets.ISO_8859_1))
        .isEqualTo("d0:i-7e4:listl6:a\u00c3\u00a7\u00c3\u00a3o2:\u0000\u00ffdee5:valuei1ee");
  }

  /** Keys out of order, doubled, or in a list would not be canonical: they are our own mistake. */
  @Test
  void refusesKeysOutOfPlace() {
    BencodeWriter dict = new BencodeWriter().dict().key("b").integer(1);
    assertThatThrownBy(() -> dict.key("b")).isInstanceOf(IllegalStateException.class);
    BencodeWriter unsorted = new BencodeWriter().dict().key("\uffee").integer(1);
    unsorted.key("😀").integer(1);
    assertThatThrownBy(() -> unsorted.key("z")).isInstanceOf(IllegalStateException.class);
    BencodeWriter list = new BencodeWriter().list();
    assertThatThrownBy(() -> list.key("a")).isInstanceOf(IllegalStateException.class);
  }
}
