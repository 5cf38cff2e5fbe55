package minibit.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * minibit by its command, as anybody would run it: the jars that this build has packaged, started
 * by the launcher.
 */
final class Minibit implements Client {
  @Override
  public String name() {
    return "minibit";
  }

  @Override
  public Running seed(Job job) {
    return start("seed", job, List.of());
  }

  @Override
  public Running fetch(Job job) {
    return start("download", job, List.of("--seed"));
  }

  /** A download that ends when it is complete. */
  Running fetchOnce(Job job) {
    return start("download", job, List.of());
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

  /** The command and its environment: nothing is built, nothing of the user's home is touched. */
  static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(Workspace.ROOT.resolve("minibit").toString()));
    command.addAll(List.of(words));
    return command;
  }

  static Map<String, String> environment(Path home) {
    return Map.of(
        "MINIBIT_APP",
        Workspace.ROOT.resolve("cli/target/app").toString(),
        "MINIBIT_HOME",
        home.resolve("home").toString(),
        "LANG",
        "C.UTF-8");
  }

  private static Running start(String word, Job job, List<String> more) {
    List<String> command =
        command(
            word,
            job.source(),
            "--dir",
            job.folder().toString(),
            "--listen",
            job.endpoint(),
            "--no-dht",
            "--no-lsd",
            "--json");
    command.addAll(more);
    for (InetSocketAddress peer : job.peers()) {
      command.add("--peer");
      command.add(Loopback.text(peer));
    }
    Path log = job.home().resolve("minibit.log");
    Process process = Running.spawn(log, job.home(), command, environment(job.home()));
    return new Talking(process, log, job.listen());
  }

  private static final class Talking extends Running {
    private final InetSocketAddress listen;

    Talking(Process process, Path log, InetSocketAddress listen) {
      super("minibit", process, log);
      this.listen = listen;
    }

    @Override
    boolean ready() {
      try (Socket probe = new Socket(listen.getAddress(), listen.getPort())) {
        return probe.isConnected();
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    boolean complete() {
      return said().contains("{\"event\":\"complete\"");
    }
  }
}
