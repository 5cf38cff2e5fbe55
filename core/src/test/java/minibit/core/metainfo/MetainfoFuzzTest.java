package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MetainfoFuzzTest {
  private static final List<byte[]> SMALL = small();

  private static List<byte[]> small() {
    List<byte[]> small = new ArrayList<>();
    for (JsonNode row : Vectors.json("index.json").get("torrents")) {
      if (row.get("bytes").asInt() < 4_000) {
        small.add(Vectors.bytes(row.get("file").asString()));
      }
    }
    return small;
  }

  /** A damaged torrent is read or refused with a reason, and its parts never contradict. */
  @Seeds(400)
  void damagedTorrentsAreReadOrRefused(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 25; round++) {
      byte[] torrent = SMALL.get(random.nextInt(SMALL.size())).clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(torrent.length);
        torrent[at] =
            random.nextBoolean()
                ? (byte) "0123456789:ilde-".charAt(random.nextInt(16))
                : (byte) random.nextInt(256);
      }
      try {
        Metainfo read = MetainfoParser.parseTorrent(torrent);
        assertThat(read.geometry().pieces()).isPositive();
        assertThat(read.files()).isNotEmpty();
        for (int piece = 0; piece < Math.min(50, read.geometry().pieces()); piece++) {
          assertThat(read.v1Hash(piece).isPresent()).isEqualTo(read.version().hasV1());
          read.v2Piece(piece)
              .ifPresent(v2 -> assertThat(v2.bytes()).isBetween(1, read.geometry().pieceLength()));
        }
        assertThat(MetainfoParser.parseInfo(read.infoBytes(), read.hashes()).files())
            .isEqualTo(read.files());
      } catch (BadMetainfo refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  /** Sizes that would overflow are refused, one by one and in sum. */
  @Test
  void hugeSizesAreRefused() {
    assertRefused(single(Long.MAX_VALUE), Code.BAD_LENGTH);
    assertRefused(single(InfoParser.MAX_SIZE), Code.TOO_MANY_PIECES);
    assertRefused(single(-1), Code.BAD_LENGTH);
    assertRefused(single(0), Code.NO_CONTENT);
    BDict file = file("x", InfoParser.MAX_SIZE);
    assertRefused(
        BDict.builder()
            .put("files", BList.of(Collections.nCopies(3000, file)))
            .put("name", "n")
            .put("piece length", 1 << 20)
            .put("pieces", new byte[20])
            .build(),
        Code.BAD_LENGTH);
  }

  /** A million files are read; one more is refused. */
  @Test
  @Tag("slow")
  void aMillionFiles() throws BadMetainfo {
    BDict one = file("f", 1);
    Metainfo read = MetainfoParser.parseTorrent(torrent(many(one, 1_000_000)));
    assertThat(read.files()).hasSize(1_000_000);
    assertRefused(many(one, 1_000_001), Code.TOO_MANY_FILES);
  }

  private static BDict many(BDict file, int count) {
    return BDict.builder()
        .put("files", BList.of(Collections.nCopies(count, file)))
        .put("name", "n")
        .put("piece length", 1 << 20)
        .put("pieces", new byte[20])
        .build();
  }

  /** A newer format is called newer, not broken (BEP 52). */
  @Test
  void newerFormatsAreNamed() {
    assertRefused(
        BDict.builder().put("meta version", 3).put("name", 5).build(), Code.UNKNOWN_VERSION);
  }

  private static BDict single(long length) {
    return BDict.builder()
        .put("length", length)
        .put("name", "n")
        .put("piece length", 16384)
        .put("pieces", new byte[20])
        .build();
  }

  private static BDict file(String name, long length) {
    return BDict.builder()
        .put("length", length)
        .put("path", BList.of(List.of(BBytes.of(name))))
        .build();
  }

  private static byte[] torrent(BDict info) {
    return BDict.builder().put("info", info).build().raw();
  }

  private static void assertRefused(BDict info, Code code) {
    assertThatThrownBy(() -> MetainfoParser.parseTorrent(torrent(info)))
        .isInstanceOfSatisfying(BadMetainfo.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
