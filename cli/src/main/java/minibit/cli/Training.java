package minibit.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import minibit.cli.frame.Interrupts;

/**
 * A run whose only purpose is to show Java which classes the usual commands load, for the cache the
 * launcher starts from. Works in a temporary folder, over loopback; what fails is only not cached.
 */
public final class Training {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SAMPLE = 200_000;

  private final Path folder;
  private final PrintStream nowhere =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private Training(Path folder) {
    this.folder = folder;
  }

  /** Runs the usual commands and leaves nothing behind. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("minibit-training-");
    try {
      Training training = new Training(folder);
      training.transfer();
      training.talk();
    } finally {
      try (var tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    // Threads that idle out by themselves must not hold the build up.
    System.exit(0);
  }

  private void talk() {
    String torrent = path("sample.torrent");
    List<List<String>> lines =
        List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("nonsense"),
            // No daemon answers; what is loaded until then is most of what they load at all.
            List.of("status"),
            List.of("search", "sample"),
            List.of("list", "members"),
            List.of("create", path("sample"), "-o", path("created.torrent")),
            List.of("info", torrent),
            List.of("info", torrent, "--json"),
            List.of("magnet", torrent),
            List.of("verify", torrent, folder.toString(), "--json"));
    lines.forEach(line -> run(nowhere, new Interrupts(), line));
  }

  private void transfer() throws IOException, InterruptedException {
    Files.write(folder.resolve("sample"), new byte[SAMPLE]);
    Interrupts interrupts = new Interrupts();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream events = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> seed =
        List.of("seed", path("sample"), "--tracker", ANY_PORT, "--listen", ANY_PORT, "--json");
    Thread seeder =
        Thread.ofPlatform()
            .daemon()
            .start(() -> run(events, interrupts, with(seed, "-o", path("sample.torrent"))));
    for (int waited = 0; waited < PATIENCE.toMillis() && !isSeeding(out); waited += 50) {
      seeder.join(50);
    }
    Thread leecher =
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    run(
                        nowhere,
                        interrupts,
                        with(
                            List.of("download", path("sample.torrent"), "--listen", ANY_PORT),
                            "--dir",
                            path("copy"),
                            "-v")));
    leecher.join(PATIENCE);
    interrupts.trigger();
    seeder.join(PATIENCE);
  }

  private static boolean isSeeding(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8).contains("\"seeding\"");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static List<String> with(List<String> line, String... more) {
    return Stream.concat(line.stream(), Arrays.stream(more)).toList();
  }

  private void run(PrintStream out, Interrupts interrupts, List<String> line) {
    Map<String, String> environment =
        Map.of("LANG", "pt_BR.UTF-8", "MINIBIT_HOME", folder.resolve("home").toString());
    new App(environment, out, nowhere, interrupts).run(line.toArray(String[]::new));
  }
}
