package minibit.group.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few mebibytes, that can be filled and emptied; only root can mount one. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;
  private final Path filler;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.filler = folder.resolve("filler");
  }

  /** Mounts it there; the test is skipped where that is not allowed. */
  public static SmallDisk at(Path folder, int mebibytes) throws Exception {
    Files.createDirectories(folder);
    List<String> mount =
        List.of(
            "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
    Assumptions.assumeTrue(run(mount), "no right to mount");
    return new SmallDisk(folder);
  }

  private static boolean run(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Not a byte is left. */
  public void fill() throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space")) {
        throw full;
      }
    }
  }

  /** Somebody tidied up. */
  public void makeRoom() throws IOException {
    Files.delete(filler);
  }

  @Override
  public void close() throws Exception {
    run(List.of("umount", "-l", folder.toString()));
  }
}
