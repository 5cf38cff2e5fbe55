package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IdentityFileTest {
  @TempDir Path folder;

  /** A daemon that is killed while it draws its identity has none, or the whole of it. */
  @Test
  void nobodySeesHalfAnIdentity() throws Exception {
    for (int i = 0; i < 100; i++) {
      Path file = folder.resolve("home" + i).resolve("identity");
      AtomicBoolean looking = new AtomicBoolean(true);
      CompletableFuture<Integer> found =
          CompletableFuture.supplyAsync(
              () -> {
                while (looking.get()) {
                  if (Files.exists(file)) {
                    return lines(file);
                  }
                }
                return 2;
              });
      IdentityFile.loadOrDraw(file);
      looking.set(false);
      assertThat(found.get()).isEqualTo(2);
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is the owner's alone, stays the same, and nothing is left beside it. */
  @Test
  void oneIdentityIsDrawn() throws Exception {
    Path file = folder.resolve("home").resolve("identity");
    byte[] drawn = IdentityFile.loadOrDraw(file).getPublic().getEncoded();

    assertThat(IdentityFile.loadOrDraw(file).getPublic().getEncoded()).isEqualTo(drawn);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> beside = Files.list(file.getParent())) {
      assertThat(beside).containsExactly(file);
    }
  }
}
