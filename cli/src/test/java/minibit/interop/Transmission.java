package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * transmission-daemon 3.00, one daemon per job, asked through its RPC port. It never dials a
 * loopback address.
 */
final class Transmission implements Client {
  private final boolean encrypts;

  Transmission() {
    this(false);
  }

  /** One that requires all connections to be encrypted whole, or encrypts none of its own. */
  Transmission(boolean encrypts) {
    this.encrypts = encrypts;
  }

  @Override
  public String name() {
    return "transmission";
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
    // An empty key, which every hybrid has in its file tree, makes the file corrupt to it.
    return false;
  }

  @Override
  public boolean makesEmptyFiles() {
    // It opens a file when the first block for it comes.
    return false;
  }

  @Override
  public boolean dialsLoopback() {
    // It takes loopback for an address no peer can have.
    return false;
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
    String daemon = Tool.require("transmission-daemon", "transmission-daemon");
    InetSocketAddress rpc = Loopback.next();
    Path config = Workspace.created(job.home().resolve("transmission"));
    String settings =
        Json.text(
            Map.ofEntries(
                Map.entry("bind-address-ipv4", job.listen().getAddress().getHostAddress()),
                Map.entry("bind-address-ipv6", "::1"),
                Map.entry("peer-port", job.listen().getPort()),
                Map.entry("rpc-bind-address", rpc.getAddress().getHostAddress()),
                Map.entry("rpc-port", rpc.getPort()),
                Map.entry("rpc-whitelist-enabled", false),
                Map.entry("rpc-host-whitelist-enabled", false),
                Map.entry("download-dir", job.folder().toString()),
                Map.entry("incomplete-dir-enabled", false),
                Map.entry("dht-enabled", false),
                Map.entry("lpd-enabled", false),
                Map.entry("pex-enabled", false),
                Map.entry("utp-enabled", false),
                Map.entry("port-forwarding-enabled", false),
                Map.entry("encryption", encrypts ? 2 : 0),
                Map.entry("scrape-paused-torrents-enabled", false),
                Map.entry("message-level", 3)));
    try {
      Files.writeString(config.resolve("settings.json"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path log = job.home().resolve("transmission.log");
    Process process =
        Running.spawn(
            log,
            job.home(),
            List.of(daemon, "--foreground", "--config-dir", config.toString()),
            Map.of());
    return new Daemon(process, log, job, new TransmissionRpc(rpc));
  }

  private static final class Daemon extends Running {
    private final Job job;
    private final TransmissionRpc rpc;
    private boolean added;

    Daemon(Process process, Path log, Job job, TransmissionRpc rpc) {
      super("transmission", process, log);
      this.job = job;
      this.rpc = rpc;
    }

    @Override
    protected boolean ready() {
      if (!rpc.answers()) {
        return false;
      }
      if (!added) {
        rpc.add(job.source(), job.folder());
        added = true;
      }
      // Checking (1, 2) comes before downloading (4) and seeding (6).
      return torrent().path("status").asInt() >= 4;
    }

    @Override
    protected boolean complete() {
      JsonNode torrent = torrent();
      return torrent.path("metadataPercentComplete").asDouble() == 1
          && torrent.path("status").asInt() == 6
          && torrent.path("leftUntilDone").asLong() == 0;
    }

    private JsonNode torrent() {
      JsonNode torrent = rpc.torrent();
      if (torrent.path("error").asInt() == 3) {
        throw new AssertionError("transmission: " + torrent.path("errorString").asString());
      }
      return torrent;
    }
  }
}
