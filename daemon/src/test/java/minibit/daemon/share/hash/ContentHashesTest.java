package minibit.daemon.share.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.metainfo.Metainfo;
import minibit.core.testing.Payload;
import minibit.daemon.disk.TorrentCreator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashesTest {
  @TempDir private Path folder;

  /** One and several leaves, pieces, runs of pieces; the second piece length; odd ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16_384, 16_385, 40_000, 3_000_000, (32 << 20) + 1, (33 << 20) + 12_345})
  void theTorrentIsWhatTheCreatorMakes(int size) throws Exception {
    Path file = Files.write(folder.resolve("some name.bin"), Payload.of("content", size));
    Metainfo theirs =
        TorrentCreator.create(
                TorrentCreator.scan(file, file.resolveSibling("none")),
                new TorrentCreator.Wish(
                    Metainfo.Version.HYBRID,
                    (int) CanonicalPieces.length(size),
                    false,
                    Metainfo.Extras.NONE),
                done -> {})
            .metainfo();

    ContentHashes hashes = HashPoolTest.hash(file, Map.of());

    Metainfo ours = hashes.torrent("some name.bin");
    assertThat(ours.infoBytes()).isEqualTo(theirs.infoBytes());
    assertThat(ours.pieceLayer(hashes.root()).map(layer -> layer.length))
        .isEqualTo(theirs.pieceLayer(hashes.root()).map(layer -> layer.length));
    theirs
        .pieceLayer(hashes.root())
        .ifPresent(layer -> assertThat(ours.pieceLayer(hashes.root())).hasValue(layer));
    assertThat(hashes.infoHashes("some name.bin")).isEqualTo(theirs.hashes());
    // And back: from the torrent, and from the store's bytes.
    assertThat(ContentHashes.of(theirs, Optional.empty())).hasValue(hashes);
    assertThat(ContentHashes.ofBytes(size, hashes.toBytes())).isEqualTo(hashes);
    assertThat(ContentHashes.ofBytes(size, hashes.toBytes()).torrent("x").hashes())
        .isEqualTo(hashes.torrent("x").hashes());
  }

  /** A torrent that is cut otherwise tells nothing of the canonical one. */
  @Test
  void aTorrentOfOtherPiecesIsRefused() throws Exception {
    Path file = folder.resolve("x");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100_000);
    }
    Metainfo theirs =
        TorrentCreator.create(
                TorrentCreator.scan(file, file.resolveSibling("none")),
                new TorrentCreator.Wish(
                    Metainfo.Version.HYBRID, 32 << 10, false, Metainfo.Extras.NONE),
                done -> {})
            .metainfo();
    assertThat(ContentHashes.of(theirs, Optional.empty())).isEmpty();
  }

  /** Empty files have hashes in the catalogue, by name, and no content. */
  @Test
  void anEmptyFileHasNames() {
    assertThat(ContentHashes.EMPTY.infoHashes("a"))
        .isNotEqualTo(ContentHashes.EMPTY.infoHashes("b"));
    assertThat(ContentHashes.ofBytes(0, ContentHashes.EMPTY.toBytes()))
        .isEqualTo(ContentHashes.EMPTY);
  }
}
