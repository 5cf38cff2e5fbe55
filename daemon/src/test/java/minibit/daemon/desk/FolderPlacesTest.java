package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of somebody else's lands below the folder that was named, whatever it is called. */
class FolderPlacesTest {
  private static final Path OUT = Path.of("/srv/downloads");

  @Test
  void foldersKeepTheirShape() {
    int cut = "docs/".length();
    assertThat(FolderPlaces.of(OUT, "docs/trip/day 1/sea.png", cut))
        .isEqualTo(OUT.resolve("trip/day 1"));
    assertThat(FolderPlaces.of(OUT, "docs/sea.png", cut)).isEqualTo(OUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/x", "a/../../x", "./x", "//x", "a\\..\\..\\b/x", "\0/x", " / /x"})
  void nothingLeadsOut(String path) {
    Path place = FolderPlaces.of(OUT, path, 0);
    assertThat(place.normalize()).isEqualTo(place);
    assertThat(place.startsWith(OUT)).isTrue();
  }
}
