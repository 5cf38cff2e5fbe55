package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.Bencode;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.Wishes;
import minibit.daemon.disk.PieceHashes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Torrents made to write where they must not, and folders prepared for them. Whatever happens,
 * nothing outside the target folder changes.
 */
@Timeout(30)
class OddTorrentsTest {
  private static final int PIECE = 16384;

  @TempDir Path parent;
  private Path target;
  private Path outside;

  /** One file as a torrent lists it, its name not yet cleaned. */
  private record Listed(int length, String link, List<String> path) {
    static Listed file(int length, String... path) {
      return new Listed(length, "", List.of(path));
    }

    static Listed link(String target, String... path) {
      return new Listed(0, target, List.of(path));
    }

    BDict bencoded() {
      BDict.Builder entry = BDict.builder().put("path", names(path)).put("length", length);
      if (!link.isEmpty()) {
        entry.put("attr", "l").put("symlink path", names(List.of(link.split("/", -1))));
      }
      return entry.build();
    }

    private static BList names(List<String> names) {
      return BList.of(names.stream().map(BBytes::of).toList());
    }
  }

  @BeforeEach
  void folders() throws IOException {
    target = parent.resolve("home/user/target");
    outside = Files.createDirectories(parent.resolve("home/outside"));
    Files.writeString(outside.resolve("precious"), "mine");
    Files.createDirectories(target.getParent());
  }

  private static byte[] content(int length) {
    return SampleTorrent.random(length, 11);
  }

  private static Metainfo torrent(String name, Listed... files) throws BadMetainfo {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (Listed file : files) {
      line.writeBytes(content(file.length()));
    }
    byte[] all = line.toByteArray();
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    for (int at = 0; at < all.length; at += PIECE) {
      var sha1 = PieceHashes.sha1();
      sha1.update(all, at, Math.min(PIECE, all.length - at));
      pieces.writeBytes(sha1.digest());
    }
    BDict info =
        BDict.builder()
            .put("name", name)
            .put("piece length", PIECE)
            .put("pieces", pieces.toByteArray())
            .put("files", BList.of(List.of(files).stream().map(Listed::bencoded).toList()))
            .build();
    return MetainfoParser.parseTorrent(Bencode.encode(BDict.builder().put("info", info).build()));
  }

  /** Everything below the parent but the target, links not followed. */
  private Map<String, String> surroundings() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var all = Files.walk(parent)) {
      for (Path path : all.filter(path -> !path.startsWith(target)).toList()) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        found.put(path.toString(), file ? Files.readString(path) : "");
      }
    }
    return found;
  }

  /** The seeder has the same content under whatever names its own cleaning gives. */
  private void transfer(Metainfo metainfo, Wishes wishes) throws Exception {
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher = Engine.open(TransferTest.local())) {
      Path source = Files.createTempDirectory(Path.of("target"), "odd");
      for (TorrentFile file : metainfo.files()) {
        if (file.isContent()) {
          Path path = source.resolve(file.slashed());
          Files.createDirectories(path.getParent());
          Files.write(path, content((int) file.length()));
        }
      }
      seeder.add(TorrentSpec.of(metainfo, source)).completed().get(10, TimeUnit.SECONDS);
      leecher
          .add(
              TorrentSpec.of(metainfo, target)
                  .withPeers(List.of(TransferTest.addressOf(seeder)))
                  .withWishes(wishes))
          .completed()
          .get(10, TimeUnit.SECONDS);
    }
  }

  private void assertRefused(Metainfo metainfo, Wishes wishes, String code) throws IOException {
    Map<String, String> before = surroundings();
    assertThatThrownBy(() -> transfer(metainfo, wishes))
        .rootCause()
        .isInstanceOfSatisfying(
            TorrentException.class,
            fault -> assertThat(fault.code()).as(fault.getMessage()).isEqualTo(code));
    assertThat(surroundings()).isEqualTo(before);
  }

  /** Names meant to climb out, hide, collide or break are cleaned, and all content arrives. */
  @Test
  void hostileNamesStayInside() throws Exception {
    Metainfo metainfo =
        torrent(
            "../../../evil",
            Listed.file(20_000, "..", "..", "outside", "precious"),
            Listed.file(100, "/etc/minibit-was-here"),
            Listed.file(101, "", "etc", "passwd"),
            Listed.file(102, "..\\..\\outside\\precious"),
            Listed.file(103, "C:\\windows\\system.ini"),
            Listed.file(104, "."),
            Listed.file(105, ".."),
            Listed.file(106, "CON"),
            Listed.file(107, "nul.txt"),
            Listed.file(108, "a\u001b[2J\u0007\nb"),
            Listed.file(109, "gpj.\u202eexe.photo"),
            Listed.file(110, "x".repeat(300) + ".mkv"),
            Listed.file(111, "é".repeat(300)),
            Listed.file(112, "same"),
            Listed.file(113, "same"),
            Listed.file(114, "same", "below"),
            Listed.file(0, "empty"),
            Listed.file(0, "empty", "too"),
            Listed.link("../../outside", "out"),
            Listed.file(115, "out", "precious"),
            Listed.link("/etc", "abs"),
            Listed.link("same/below", "inside"),
            Listed.link("loop", "loop"));
    Map<String, String> before = surroundings();

    transfer(metainfo, Wishes.ALL);

    assertThat(surroundings()).isEqualTo(before);
    for (TorrentFile file : metainfo.files()) {
      if (file.isContent()) {
        assertThat(target.resolve(file.slashed())).hasBinaryContent(content((int) file.length()));
      }
    }
    assertLinksStayInside();
  }

  private void assertLinksStayInside() throws IOException {
    List<Path> links = new ArrayList<>();
    try (var all = Files.walk(target)) {
      all.filter(Files::isSymbolicLink).forEach(links::add);
    }
    assertThat(links).isNotEmpty();
    for (Path link : links) {
      Path to = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
      assertThat(to).startsWithRaw(target);
    }
  }

  /** A link that lay in wait, as folder or as file, leading to something or to nothing yet. */
  @Test
  void plantedLinksAreNotFollowed() throws Exception {
    Metainfo metainfo = torrent("name", Listed.file(20_000, "sub", "precious"));
    for (Map.Entry<String, Path> planted :
        Map.of(
                "name", outside,
                "name/sub", outside,
                "name/sub/precious", outside.resolve("precious"))
            .entrySet()) {
      forgetTarget();
      Path link = target.resolve(planted.getKey());
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, planted.getValue());
      assertRefused(metainfo, Wishes.ALL, "unsafe-path");
    }
    forgetTarget();
    Files.createDirectories(target.resolve("name/sub"));
    Files.createSymbolicLink(target.resolve("name/sub/precious"), outside.resolve("new"));
    assertRefused(metainfo, Wishes.ALL, "unsafe-path");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  /** The hidden file of borders has a name that everybody can compute. */
  @Test
  void thePartFileIsNoWayOut() throws Exception {
    Metainfo metainfo = torrent("name", Listed.file(100, "a"), Listed.file(100, "b"));
    Files.createDirectories(target);
    Files.createSymbolicLink(
        target.resolve("." + metainfo.hashes().best().hex().substring(0, 16) + ".minibit-part"),
        outside.resolve("precious"));
    Wishes onlyFirst = new Wishes(List.of(1, Wishes.SKIP), false);
    Map<String, String> before = surroundings();
    assertThatThrownBy(() -> transfer(metainfo, onlyFirst)).isNotNull();
    assertThat(surroundings()).isEqualTo(before);
  }

  private void forgetTarget() throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try (var all = Files.walk(target)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** What somebody else put there is neither cut nor overwritten nor removed. */
  @Test
  void foreignFilesAreKept() throws Exception {
    Metainfo metainfo = torrent("name", Listed.file(20_000, "a"), Listed.file(100, "b"));
    Path foreign = Files.createDirectories(target.resolve("name")).resolve("b");
    Files.writeString(foreign, "not yours");
    assertRefused(metainfo, Wishes.ALL, "file-exists");
    assertThat(foreign).hasContent("not yours");
    assertThat(target.resolve("name/a")).doesNotExist();
    Files.delete(foreign);
    Files.createDirectories(foreign.resolve("folder"));
    assertRefused(metainfo, Wishes.ALL, "file-exists");
    assertThat(foreign.resolve("folder")).isDirectory();
    forgetTarget();
    Files.createDirectories(target);
    Files.writeString(target.resolve("name"), "a file where the folder should be");
    assertRefused(metainfo, Wishes.ALL, "file-exists");
  }

  /** What cannot fit is refused before anything is created. */
  @Test
  void whatCannotFitIsRefusedAtOnce() throws Exception {
    int pieceLength = 128 << 20;
    int pieces = 1 << 18;
    BDict info =
        BDict.builder()
            .put("name", "huge.bin")
            .put("piece length", pieceLength)
            .put("pieces", new byte[20 * pieces])
            .put("length", (long) pieces * pieceLength)
            .build();
    Metainfo metainfo =
        MetainfoParser.parseTorrent(Bencode.encode(BDict.builder().put("info", info).build()));
    try (Engine engine = Engine.open(TransferTest.local())) {
      Torrent torrent = engine.add(TorrentSpec.of(metainfo, target));
      assertThatThrownBy(() -> torrent.completed().get(10, TimeUnit.SECONDS))
          .rootCause()
          .isInstanceOfSatisfying(
              TorrentException.class, fault -> assertThat(fault.code()).isEqualTo("no-space"));
    }
    assertThat(target).doesNotExist();
  }
}
