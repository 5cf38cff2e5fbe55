package minibit.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import minibit.cli.frame.Interrupts;

/**
 * A run whose only purpose is to show Java which classes the usual commands load and how the code
 * of a transfer behaves, for the cache the launcher starts from: a process that has both compiles
 * its hot code at once and well. Works in a temporary folder, over loopback; what fails is only not
 * cached.
 */
public final class Training {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Bytes of each transfer: enough for the hot code to reach the second compiler, whose methods are
   * the ones that get compiled early later; a fraction of a second on a quiet machine.
   */
  private static final long SAMPLE = 128L << 20;

  /** Small files that are hashed: enough for what is done once a file to count as hot. */
  private static final int SMALL_FILES = 20_000;

  /** Of them in one folder. */
  private static final int A_FOLDER = 100;

  private static final Pattern LISTENING = Pattern.compile("\"seeding\".*\"listen\":\"([^\"]+)\"");

  private final Path folder;
  private final Kind kind;
  private final PrintStream nowhere =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private Training(Path folder, Kind kind) {
    this.folder = folder;
    this.kind = kind;
  }

  /** What the cache is for. */
  private enum Kind {
    /** Commands about torrents that are over soon; only the jars they need are there. */
    TOOLS,
    /** Transfers without a daemon; only the jars they need are there. */
    TRANSFER,
    /** Commands that ask a daemon and show what it says. */
    REMOTE,
    /** Daemons. */
    DAEMON
  }

  /**
   * Runs the usual commands and leaves nothing behind.
   *
   * @param args for what: {@code tools}, {@code transfer}, {@code remote} or {@code daemon}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("minibit-training-");
    try {
      Training training = new Training(folder, kind(args));
      training.makeSample();
      training.trainAll();
    } finally {
      try (var tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    // How every process begins and ends, this one too: threads that idle out by themselves must
    // not hold the build up.
    Main.main(new String[] {"--version"});
  }

  private static Kind kind(String... args) {
    return Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
  }

  private void trainAll() throws IOException, InterruptedException {
    switch (kind) {
      case TOOLS -> {
        smallFiles();
        tools();
      }
      case TRANSFER -> {
        trackedTransfer();
        plainTransfer();
      }
      case REMOTE -> {
        tools();
        talk();
      }
      case DAEMON -> {
        trackedTransfer();
        plainTransfer();
        talk();
        daemon("founded");
        daemon("remembered");
      }
    }
  }

  /** A hole costs nothing to make or to read. */
  private void makeSample() throws IOException {
    try (RandomAccessFile sample = new RandomAccessFile(path("sample"), "rw")) {
      sample.setLength(SAMPLE);
    }
  }

  /** Empty but for one byte: what is learned is how to go about files, not how to hash. */
  private void smallFiles() throws IOException {
    Path small = folder.resolve("small");
    for (int i = 0; i < SMALL_FILES; i++) {
      Path inside = small.resolve("folder-" + i / A_FOLDER);
      if (i % A_FOLDER == 0) {
        Files.createDirectories(inside);
      }
      Files.write(inside.resolve("file-" + i), new byte[1]);
    }
    String torrent = path("small.torrent");
    for (String version : List.of("--hybrid", "--v1")) {
      List<String> create = List.of("create", small.toString(), "-o", torrent, "--force", version);
      run(nowhere, new Interrupts(), create);
      run(nowhere, new Interrupts(), List.of("verify", torrent, folder.toString()));
    }
  }

  private void tools() {
    String torrent = path("tools.torrent");
    all(
        List.of(
            List.of("--version"),
            List.of("create", path("sample"), "-o", torrent),
            List.of("info", torrent),
            List.of("info", torrent, "--json"),
            List.of("magnet", torrent),
            List.of("verify", torrent, folder.toString(), "--json")));
  }

  /** No daemon answers; what is loaded until then is most of what these load at all. */
  private void talk() {
    all(
        List.of(
            List.of("--help"),
            List.of("nonsense"),
            List.of("status"),
            List.of("search", "sample"),
            List.of("list", "members")));
  }

  private void all(List<List<String>> lines) {
    lines.forEach(line -> run(nowhere, new Interrupts(), line));
  }

  /** As two strangers do: the seeder has a tracker, both hashes, and the leecher asks there. */
  private void trackedTransfer() throws InterruptedException {
    String torrent = path("sample.torrent");
    transfer(
        List.of("seed", path("sample"), "--tracker", ANY_PORT, "-o", torrent),
        _ -> List.of("download", torrent, "--dir", path("tracked"), "-v"));
  }

  /** As the world's torrents are: one hash, peers that are named. */
  private void plainTransfer() throws InterruptedException {
    String torrent = path("plain.torrent");
    run(
        nowhere,
        new Interrupts(),
        List.of("create", path("sample"), "-o", torrent, "--v1", "--piece-length", "1MiB"));
    transfer(
        List.of("seed", torrent, "--dir", folder.toString()),
        seeder -> List.of("download", torrent, "--dir", path("plain"), "--peer", seeder, "--json"));
  }

  /**
   * One seeds, one fetches.
   *
   * @param download the other's command, of where the seeder listens
   */
  private void transfer(List<String> seed, Function<String, List<String>> download)
      throws InterruptedException {
    Interrupts interrupts = new Interrupts();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream events = new PrintStream(out, true, StandardCharsets.UTF_8);
    Thread seeder = inBackground(events, interrupts, with(seed, "--json"));
    Matcher listening = LISTENING.matcher("");
    for (int waited = 0; waited < PATIENCE.toMillis(); waited += 50) {
      listening = LISTENING.matcher(out.toString(StandardCharsets.UTF_8));
      if (listening.find() || seeder.join(Duration.ofMillis(50))) {
        break;
      }
    }
    if (listening.reset().find()) {
      Thread leecher = inBackground(nowhere, interrupts, download.apply(listening.group(1)));
      leecher.join(PATIENCE);
    }
    interrupts.trigger();
    seeder.join(PATIENCE);
  }

  /** A daemon from its start to its end: it shares a folder, is elected, and is asked. */
  private void daemon(String round) throws IOException, InterruptedException {
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Files.writeString(shared.resolve(round + ".txt"), round);
    List<String> up =
        List.of(
            "up",
            shared.toString(),
            "--group",
            folder.getFileName().toString(),
            "--listen",
            ANY_PORT,
            "--member",
            ANY_PORT,
            "--api",
            ANY_PORT,
            "--no-lsd",
            "--no-shell");
    Thread daemon = Thread.ofPlatform().daemon().start(() -> run(nowhere, new Interrupts(), up));
    // A search waits for a tracker itself, so what counts is the clock.
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      if (said("search", round, "--json").contains(round + ".txt")
          || daemon.join(Duration.ofMillis(50))) {
        break;
      }
    }
    for (String question : List.of("status", "list my", "list members", "list transfers", "down")) {
      run(nowhere, new Interrupts(), List.of(question.split(" ")));
    }
    daemon.join(PATIENCE);
  }

  private String said(String... line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(new PrintStream(out, true, StandardCharsets.UTF_8), new Interrupts(), List.of(line));
    return out.toString(StandardCharsets.UTF_8);
  }

  private Thread inBackground(PrintStream out, Interrupts interrupts, List<String> line) {
    List<String> alone = with(line, "--listen", ANY_PORT, "--no-lsd", "--no-dht");
    return Thread.ofPlatform().daemon().start(() -> run(out, interrupts, alone));
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
