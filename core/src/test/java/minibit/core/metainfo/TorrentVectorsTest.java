package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import minibit.core.id.InfoHash;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class TorrentVectorsTest {
  /** Names that other clients clean otherwise than we do; ours must be safe, not theirs. */
  private static final Set<String> CLEANED_OTHERWISE =
      Set.of("torrents/libtorrent__v2_invalid_filename2.torrent");

  static Stream<Arguments> torrents() {
    return Vectors.json("index.json")
        .get("torrents")
        .valueStream()
        .map(row -> Arguments.argumentSet(row.get("file").asString(), row));
  }

  /** Every published torrent gets its verdict, and what is accepted reads as it should. */
  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("torrents")
  void everyTorrentGetsItsVerdict(JsonNode row) throws BadMetainfo {
    String file = row.get("file").asString();
    byte[] torrent = Vectors.bytes(file);
    switch (row.get("verdict").asString()) {
      case "valid" -> assertExpected(row, MetainfoParser.parseTorrent(torrent));
      case "invalid" ->
          assertThatThrownBy(() -> MetainfoParser.parseTorrent(torrent))
              .isInstanceOf(BadMetainfo.class)
              .message()
              .isNotBlank();
      default -> {
        Metainfo accepted;
        try {
          accepted = MetainfoParser.parseTorrent(torrent);
        } catch (BadMetainfo refused) {
          assertThat(refused.getMessage()).isNotBlank();
          return;
        }
        assertExpected(row, accepted);
      }
    }
  }

  private static void assertExpected(JsonNode row, Metainfo torrent) throws BadMetainfo {
    assertSafe(torrent);
    JsonNode expect = row.get("expect");
    if (expect == null) {
      return;
    }
    boolean v2Only = torrent.version() == Version.V2;
    assertThat(torrent.version().label()).isEqualTo(row.get("kind").asString());
    assertThat(torrent.hashes().v1().map(InfoHash::hex).orElse(null))
        .isEqualTo(expect.get("info_hash_v1").asString(null));
    assertThat(torrent.hashes().v2().map(InfoHash::hex).orElse(null))
        .isEqualTo(expect.get("info_hash_v2").asString(null));
    assertThat(torrent.name()).isEqualTo(expect.get("name").asString());
    assertThat(torrent.contentSize()).isEqualTo(expect.get("payload_size").asLong());
    assertThat(torrent.isPrivate()).isEqualTo(expect.get("private").asBoolean());
    assertThat(torrent.geometry().pieceLength()).isEqualTo(expect.get("piece_length").asInt());
    assertThat(torrent.geometry().pieces()).isEqualTo(expect.get("piece_count").asInt());

    // The reference lists alignment gaps of v2-only torrents as padding; there is none in them.
    long pads = torrent.files().stream().filter(TorrentFile::pad).count();
    long kept = torrent.files().size() - pads;
    assertThat(kept)
        .isEqualTo(expect.get("file_entries").asInt() - expect.get("pad_files").asInt());
    assertThat(pads).isEqualTo(v2Only ? 0 : expect.get("pad_files").asInt());
    if (!v2Only) {
      assertThat(torrent.geometry().size()).isEqualTo(expect.get("total_size").asLong());
    }
    assertThat(torrent.files().stream().filter(TorrentFile::isSymlink).count())
        .isEqualTo(expect.get("symlinks").asInt());
    assertFiles(
        expect.get("first_files"), torrent, CLEANED_OTHERWISE.contains(row.get("file").asString()));
    assertAddresses(expect, torrent);
    assertThat(MetainfoParser.parseInfo(torrent.infoBytes(), torrent.hashes()).files())
        .isEqualTo(torrent.files());
  }

  private static void assertFiles(JsonNode firstFiles, Metainfo torrent, boolean cleanedOtherwise) {
    // With v2 the reference makes up padding of its own; what the torrent says is only compared
    // where it is all there is.
    boolean v2 = torrent.version().hasV2();
    List<TorrentFile> files = torrent.files().stream().filter(file -> !v2 || !file.pad()).toList();
    int next = 0;
    for (JsonNode pair : firstFiles) {
      String path = pair.get(0).asString();
      if (v2 && path.contains("/.pad/")) {
        continue;
      }
      TorrentFile file = files.get(next++);
      assertThat(file.length()).isEqualTo(pair.get(1).asLong());
      if (!cleanedOtherwise) {
        assertThat(file.slashed()).isEqualTo(path);
      }
    }
  }

  private static void assertAddresses(JsonNode expect, Metainfo torrent) {
    List<List<String>> tiers = new ArrayList<>();
    for (JsonNode pair : expect.get("trackers")) {
      while (tiers.size() <= pair.get(0).asInt()) {
        tiers.add(new ArrayList<>());
      }
      tiers.get(pair.get(0).asInt()).add(pair.get(1).asString());
    }
    // Order within a tier is chance in the reference.
    assertThat(torrent.trackers().stream().map(HashSet::new).toList())
        .isEqualTo(tiers.stream().map(HashSet::new).toList());
    List<String> seeds = new ArrayList<>(torrent.extras().webSeeds());
    seeds.addAll(torrent.extras().httpSeeds());
    assertThat(seeds)
        .isEqualTo(expect.get("web_seeds").valueStream().map(JsonNode::asString).toList());
    assertThat(torrent.extras().nodes()).hasSize(expect.get("dht_nodes").size());
  }

  /** Nothing that is written can land outside the folder, or on another file. */
  private static void assertSafe(Metainfo torrent) {
    Set<List<String>> taken = new HashSet<>();
    Set<List<String>> folders = new HashSet<>();
    for (TorrentFile file : torrent.files()) {
      assertThat(file.path()).isNotEmpty().allMatch(TorrentVectorsTest::isSafe);
      file.symlink().ifPresent(target -> assertThat(target).allMatch(TorrentVectorsTest::isSafe));
      assertThat(file.path().getFirst()).isEqualTo(torrent.name());
      if (!file.pad()) {
        assertThat(taken.add(file.path())).as(file.slashed()).isTrue();
        IntStream.range(1, file.path().size())
            .forEach(depth -> folders.add(file.path().subList(0, depth)));
      }
    }
    assertThat(taken).noneMatch(folders::contains);
  }

  private static boolean isSafe(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** The vectors are all there. */
  @Test
  void noneIsLeftOut() {
    assertThat(torrents()).hasSize(156);
  }
}
