package minibit.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.Bencode;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.piece.Block;
import org.junit.jupiter.api.Test;

/** Blocks become requests for parts of files. */
class WebPartTest {
  private static final int PIECE = 32_768;

  private record Listed(String name, int length, boolean pad) {}

  private static Metainfo torrent(List<Listed> files) throws Exception {
    long size = 0;
    List<BDict> entries = new ArrayList<>();
    for (Listed file : files) {
      size += file.length();
      BDict.Builder entry = BDict.builder().put("length", file.length());
      if (file.pad()) {
        entry.put("attr", "p");
      }
      entries.add(entry.put("path", BList.of(List.of(BBytes.of(file.name())))).build());
    }
    int pieces = (int) ((size + PIECE - 1) / PIECE);
    BDict info =
        BDict.builder()
            .put("name", "my files")
            .put("piece length", PIECE)
            .put("pieces", new byte[pieces * 20])
            .put("files", BList.of(entries))
            .build();
    return MetainfoParser.parseTorrent(Bencode.encode(BDict.builder().put("info", info).build()));
  }

  private static List<Block> blocks(Metainfo torrent, int from, int to) {
    List<Block> blocks = new ArrayList<>();
    for (int piece = from; piece < to; piece++) {
      for (int i = 0; i < torrent.geometry().blocks(piece); i++) {
        blocks.add(torrent.geometry().block(piece, i));
      }
    }
    return blocks;
  }

  @Test
  void aRunFallsIntoOneRequestAFileAndNoneForPadding() throws Exception {
    Metainfo torrent =
        torrent(
            List.of(
                new Listed("a", 40_000, false),
                new Listed("pad", 25_536, true),
                new Listed("empty", 0, false),
                new Listed("b", 10, false),
                new Listed("c", 60_000, false)));

    assertThat(WebPart.of(torrent, blocks(torrent, 0, torrent.geometry().pieces())))
        .containsExactly(
            new WebPart(0, 0, 40_000),
            new WebPart(WebPart.ZEROS, 0, 25_536),
            new WebPart(3, 0, 10),
            new WebPart(4, 0, 60_000));
    assertThat(WebPart.of(torrent, blocks(torrent, 1, 2)))
        .containsExactly(new WebPart(0, 32_768, 7_232), new WebPart(WebPart.ZEROS, 0, 25_536));
  }

  @Test
  void whateverTheFilesPartsHaveAllBytesOnce() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      List<Listed> files = new ArrayList<>();
      for (int j = 0; j < 1 + random.nextInt(8); j++) {
        files.add(new Listed("f" + j, random.nextInt(3 * PIECE), random.nextInt(4) == 0));
      }
      files.add(new Listed("last", 1, false));
      Metainfo torrent = torrent(files);
      List<Block> all = blocks(torrent, 0, torrent.geometry().pieces());
      int from = random.nextInt(all.size());
      List<Block> run = all.subList(from, from + 1 + random.nextInt(all.size() - from));

      List<WebPart> parts = WebPart.of(torrent, run);

      assertThat(parts.stream().mapToLong(WebPart::length).sum())
          .isEqualTo(run.stream().mapToLong(Block::length).sum());
      for (WebPart part : parts) {
        if (!part.isPadding()) {
          assertThat(part.from() + part.length())
              .isLessThanOrEqualTo(torrent.files().get(part.file()).length());
          assertThat(torrent.files().get(part.file()).pad()).isFalse();
        }
      }
    }
  }
}
