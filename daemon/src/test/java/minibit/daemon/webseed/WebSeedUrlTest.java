package minibit.daemon.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.Bencode;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import org.junit.jupiter.api.Test;

class WebSeedUrlTest {
  private static Metainfo torrent(String name) throws Exception {
    BDict file =
        BDict.builder().put("length", 10).put("path", BList.of(List.of(BBytes.of(name)))).build();
    BDict info =
        BDict.builder()
            .put("name", "my files")
            .put("piece length", 32_768)
            .put("pieces", new byte[20])
            .put("files", BList.of(List.of(file)))
            .build();
    return MetainfoParser.parseTorrent(Bencode.encode(BDict.builder().put("info", info).build()));
  }

  @Test
  void pathsAreEscapedNameByName() throws Exception {
    URI base = WebSeedUrl.parse("http://host:81/a%20b").orElseThrow();

    // A slash within a name is no name: it was cleaned away when the torrent was read.
    assertThat(WebSeedUrl.of(base, torrent("100% #1? é/+;.bin"), 0).map(URI::toString))
        .contains("http://host:81/a%20b/my%20files/100%25%20%231%3F%20%C3%A9%2B%3B.bin");
  }

  @Test
  void onlyPlainWebAddressesAreTaken() {
    for (String bad :
        List.of(
            "ftp://h/",
            "file:///etc/passwd",
            "http:///x",
            "http://user:pw@h/",
            "http://u@h/",
            "http://h:0/",
            "http://h:70000/",
            "//h/",
            "",
            "http://h/ x",
            "http://[::1/",
            "x")) {
      assertThat(WebSeedUrl.parse(bad)).as(bad).isEqualTo(Optional.empty());
    }
    assertThat(WebSeedUrl.parse("HTTPS://h/a?b#c")).contains(URI.create("HTTPS://h/a?b"));
    assertThat(WebSeedUrl.parse("http://h/" + "x".repeat(WebSeedUrl.MAX_LENGTH))).isEmpty();
  }

  @Test
  void anyTextIsTakenOrNot() {
    Random random = new Random(23);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("http://host:80/path?q#f");
      for (int j = random.nextInt(6); j > 0; j--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x200));
      }
      WebSeedUrl.parse(text.toString()).ifPresent(uri -> assertThat(uri.getRawUserInfo()).isNull());
    }
  }
}
