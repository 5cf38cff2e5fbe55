package minibit.interop;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** libtorrent-rasterbar through its Python binding; the engine of qBittorrent and Deluge. */
final class Libtorrent implements Client {
  private final boolean encrypts;
  private final boolean utp;

  Libtorrent() {
    this(false);
  }

  /** One that requires all connections to be encrypted whole, or encrypts none of its own. */
  Libtorrent(boolean encrypts) {
    this(encrypts, false);
  }

  private Libtorrent(boolean encrypts, boolean utp) {
    this.encrypts = encrypts;
    this.utp = utp;
  }

  /** One that speaks uTP to peers and no TCP. */
  static Libtorrent overUtp(boolean encrypts) {
    return new Libtorrent(encrypts, true);
  }

  @Override
  public String name() {
    return "libtorrent";
  }

  @Override
  public Running seed(Job job) {
    return start(job);
  }

  @Override
  public Running fetch(Job job) {
    return start(job);
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

  private Running start(Job job) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tool.pythonWithLibtorrent(),
                Tool.script("libtorrent_client.py"),
                job.source(),
                "--dir",
                job.folder().toString(),
                "--listen",
                job.endpoint()));
    if (encrypts) {
      command.add("--encrypt");
    }
    if (utp) {
      command.add("--utp");
    }
    for (InetSocketAddress node : job.nodes()) {
      command.addAll(List.of("--dht", "--dht-node", Loopback.text(node)));
    }
    for (InetSocketAddress peer : job.peers()) {
      command.add("--peer");
      command.add(Loopback.text(peer));
    }
    Path log = job.home().resolve("libtorrent.log");
    return new Talking("libtorrent", Running.spawn(log, job.home(), command, Map.of()), log);
  }

  /** A node of the DHT that has no torrent and knows nobody. */
  static Running router(InetSocketAddress listen, Path home) {
    List<String> command =
        List.of(
            Tool.pythonWithLibtorrent(),
            Tool.script("libtorrent_client.py"),
            "--dht",
            "--listen",
            Loopback.text(listen));
    Path log = home.resolve("router.log");
    return new Talking("router", Running.spawn(log, home, command, Map.of()), log);
  }

  /** Reads the script's events from its log. */
  private static final class Talking extends Running {
    Talking(String name, Process process, Path log) {
      super(name, process, log);
    }

    @Override
    protected boolean ready() {
      return said().contains("{\"event\": \"ready\"");
    }

    @Override
    protected boolean complete() {
      return said().contains("{\"event\": \"complete\"");
    }
  }
}
