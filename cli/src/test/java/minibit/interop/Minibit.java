package minibit.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * minibit by its command, as anybody would run it: the jars that this build has packaged, started
 * by the launcher.
 */
public final class Minibit implements Client {
  /** The jars of this build; {@code -Dminibit.app=FOLDER} tries others. */
  private static final Path PACKAGED = Workspace.ROOT.resolve("cli/target/app");

  private final String[] flags;

  Minibit() {
    this("allowed");
  }

  /** One with a policy of encryption. */
  Minibit(String encryption) {
    this(encryption, "allowed");
  }

  /** One with policies of encryption and of uTP. */
  Minibit(String encryption, String utp) {
    this.flags = new String[] {"--encryption", encryption, "--utp", utp};
  }

  @Override
  public String name() {
    return "minibit";
  }

  @Override
  public Talking seed(Job job) {
    return run("seed", job, flags);
  }

  /** Stays as a seeder, as the other clients do. */
  @Override
  public Talking fetch(Job job) {
    return run(
        "download",
        job,
        Stream.concat(Stream.of("--seed"), Stream.of(flags)).toArray(String[]::new));
  }

  @Override
  public boolean readsHybrids() {
    return true;
  }

  @Override
  public boolean makesEmptyFiles() {
    return true;
  }

  @Override
  public boolean dialsLoopback() {
    return true;
  }

  @Override
  public boolean wantsPadFiles() {
    return false;
  }

  @Override
  public boolean takesPeers() {
    return true;
  }

  /** Runs {@code seed} or {@code download} for a job, with more flags. */
  static Talking run(String word, Job job, String... flags) {
    List<String> command =
        command(
            word,
            job.source(),
            "--dir",
            job.folder().toString(),
            "--listen",
            job.endpoint(),
            "--no-lsd",
            "--json",
            "-vv");
    command.addAll(List.of(flags));
    if (job.nodes().isEmpty()) {
      command.add("--no-dht");
    }
    for (InetSocketAddress node : job.nodes()) {
      command.addAll(List.of("--dht-router", Loopback.text(node)));
    }
    for (InetSocketAddress peer : job.peers()) {
      command.add("--peer");
      command.add(Loopback.text(peer));
    }
    Path log = job.home().resolve("minibit.log");
    Process process = Running.spawn(log, job.home(), command, environment(job.home()));
    return new Talking(process, log, job.listen(), word.equals("seed"));
  }

  /** Runs {@code tracker} until it is closed. */
  static Running tracker(InetSocketAddress http, Path home) {
    Path log = home.resolve("tracker.log");
    List<String> command = command("tracker", "--http", Loopback.text(http), "--udp");
    return new Talking(Running.spawn(log, home, command, environment(home)), log, http, false);
  }

  /** The command line of the packaged program. */
  public static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(Workspace.ROOT.resolve("minibit").toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** Nothing is built and nothing of the user's home is touched. */
  public static Map<String, String> environment(Path home) {
    return Map.of(
        "MINIBIT_APP", System.getProperty("minibit.app", PACKAGED.toString()),
        "MINIBIT_HOME", home.resolve("minibit").toString(),
        "LANG", "C.UTF-8");
  }

  /** A minibit process, known by its JSON events. */
  static final class Talking extends Running {
    private final InetSocketAddress listen;
    private final boolean seeds;

    Talking(Process process, Path log, InetSocketAddress listen, boolean seeds) {
      super("minibit", process, log);
      this.listen = listen;
      this.seeds = seeds;
    }

    @Override
    protected boolean ready() {
      return seeds ? lastEvent("seeding").isPresent() : isListening();
    }

    @Override
    protected boolean complete() {
      return lastEvent(seeds ? "seeding" : "complete").isPresent();
    }

    /** Where peers reach it. */
    InetSocketAddress listens() {
      return listen;
    }

    /** The latest event of a kind. */
    Optional<JsonNode> lastEvent(String kind) {
      List<String> lines =
          said().lines().filter(line -> line.startsWith("{\"event\":\"" + kind + "\"")).toList();
      // The last line may still be growing.
      return lines.reversed().stream()
          .filter(line -> line.endsWith("}"))
          .findFirst()
          .map(Json::read);
    }

    /** Bytes in verified pieces, as of the latest report. */
    long done() {
      return lastEvent("progress").map(event -> event.path("done").asLong()).orElse(0L);
    }

    private boolean isListening() {
      try (Socket probe = new Socket(listen.getAddress(), listen.getPort())) {
        return probe.isConnected();
      } catch (IOException e) {
        return false;
      }
    }
  }
}
