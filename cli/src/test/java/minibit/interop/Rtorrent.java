package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** rtorrent 0.9.8 as a daemon, asked over its SCGI socket. */
final class Rtorrent implements Client {
  private final boolean encrypts;

  Rtorrent() {
    this(false);
  }

  /** One that requires all connections to be encrypted whole, or encrypts none of its own. */
  Rtorrent(boolean encrypts) {
    this.encrypts = encrypts;
  }

  @Override
  public String name() {
    return "rtorrent";
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
    return true;
  }

  @Override
  public boolean takesPeers() {
    return false;
  }

  private Running start(Job job) {
    String program = Tool.require("rtorrent", "rtorrent");
    try {
      // Not below the job's home: the path of a Unix socket ends at about 100 bytes.
      Path shortPath = Files.createTempDirectory("interop");
      Path socket = shortPath.resolve("rpc");
      Path session = Workspace.created(job.home().resolve("rtorrent"));
      Path settings = job.home().resolve("rtorrent.rc");
      String host = job.listen().getAddress().getHostAddress();
      int port = job.listen().getPort();
      Files.write(
          settings,
          List.of(
              "system.daemon.set = true",
              "network.scgi.open_local = " + socket,
              "session.path.set = " + session,
              "directory.default.set = \"" + job.folder() + "\"",
              "network.bind_address.set = " + host,
              "network.port_range.set = " + port + "-" + port,
              "network.port_random.set = no",
              "protocol.encryption.set = "
                  + (encrypts ? "allow_incoming,try_outgoing,require,require_RC4" : "none"),
              "protocol.pex.set = no",
              "trackers.use_udp.set = no",
              "dht.mode.set = disable",
              "system.umask.set = 022",
              "encoding.add = UTF-8",
              "pieces.hash.on_completion.set = no",
              "log.open_file = \"all\", " + job.home().resolve("rtorrent-debug.log"),
              "log.add_output = \"info\", \"all\"",
              "log.add_output = \"tracker_debug\", \"all\""));
      Path log = job.home().resolve("rtorrent.log");
      Process process =
          Running.spawn(
              log, job.home(), List.of(program, "-n", "-o", "import=" + settings), Map.of());
      return new Asked(process, log, job, shortPath, new RtorrentRpc(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Asked extends Running {
    private final Job job;
    private final Path shortPath;
    private final RtorrentRpc rpc;
    private boolean added;

    Asked(Process process, Path log, Job job, Path shortPath, RtorrentRpc rpc) {
      super("rtorrent", process, log);
      this.job = job;
      this.shortPath = shortPath;
      this.rpc = rpc;
    }

    @Override
    protected boolean ready() {
      if (!rpc.answers()) {
        return false;
      }
      if (!added) {
        rpc.call("load.start", "", job.source());
        added = true;
      }
      return job.magnet() ? rpc.torrents() > 0 : rpc.torrents() > 0 && rpc.isOpenAndChecked();
    }

    @Override
    protected boolean complete() {
      return rpc.torrents() > 0 && rpc.isComplete();
    }

    @Override
    public void close() {
      super.close();
      Workspace.remove(shortPath);
    }
  }
}
