package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * aria2 1.36, asked through JSON-RPC. It opens with an encrypted handshake and dials again in plain
 * if that fails.
 */
final class Aria2 implements Client {
  private final boolean encrypts;

  Aria2() {
    this(false);
  }

  /** One that requires all connections to be encrypted whole, or tries that first. */
  Aria2(boolean encrypts) {
    this.encrypts = encrypts;
  }

  @Override
  public String name() {
    return "aria2";
  }

  @Override
  public Running seed(Job job) {
    return start(job, List.of("--check-integrity=true"));
  }

  @Override
  public Running fetch(Job job) {
    return start(job, List.of());
  }

  @Override
  public boolean readsHybrids() {
    // It loses the empty key of the file tree and so computes another info-hash.
    return false;
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

  private Running start(Job job, List<String> more) {
    int rpcPort = Loopback.next().getPort();
    String host = job.listen().getAddress().getHostAddress();
    List<String> command =
        new ArrayList<>(
            List.of(
                Tool.require("aria2c", "aria2"),
                "--no-conf=true",
                "--dir=" + job.folder(),
                "--interface=" + host,
                "--listen-port=" + job.listen().getPort(),
                "--disable-ipv6=true",
                "--enable-dht=" + !job.nodes().isEmpty(),
                "--bt-enable-lpd=false",
                "--enable-peer-exchange=false",
                "--seed-ratio=0.0",
                "--file-allocation=none",
                "--bt-tracker-connect-timeout=5",
                "--bt-tracker-timeout=5",
                "--bt-tracker-interval=2",
                "--bt-request-peer-speed-limit=1000M",
                "--follow-torrent=mem",
                "--enable-rpc=true",
                "--rpc-listen-all=false",
                "--rpc-listen-port=" + rpcPort,
                "--console-log-level=notice",
                "--summary-interval=0",
                "--log=" + job.home().resolve("aria2-debug.log"),
                "--log-level=info"));
    if (encrypts) {
      command.addAll(List.of("--bt-require-crypto=true", "--bt-min-crypto-level=arc4"));
    }
    for (InetSocketAddress node : job.nodes()) {
      command.add("--dht-entry-point=" + Loopback.text(node));
      command.add("--dht-listen-port=" + job.listen().getPort());
      command.add("--dht-file-path=" + job.home().resolve("dht.dat"));
    }
    command.addAll(more);
    command.add(job.source());
    Path log = job.home().resolve("aria2.log");
    Process process = Running.spawn(log, job.home(), command, Map.of());
    return new Asked(process, log, new InetSocketAddress("127.0.0.1", rpcPort));
  }

  private static final class Asked extends Running {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI rpc;

    Asked(Process process, Path log, InetSocketAddress rpc) {
      super("aria2", process, log);
      this.rpc = URI.create("http://" + Loopback.text(rpc) + "/jsonrpc");
    }

    @Override
    protected boolean ready() {
      for (JsonNode download : active()) {
        if (!download.has("verifiedLength") && !download.has("verifyIntegrityPending")) {
          return true;
        }
      }
      return false;
    }

    @Override
    protected boolean complete() {
      for (JsonNode download : active()) {
        if (download.path("seeder").asString().equals("true")) {
          return true;
        }
      }
      return false;
    }

    private JsonNode active() {
      String question =
          Json.text(Map.of("jsonrpc", "2.0", "id", "1", "method", "aria2.tellActive"));
      HttpRequest request =
          HttpRequest.newBuilder(rpc).POST(HttpRequest.BodyPublishers.ofString(question)).build();
      try {
        return Json.read(http.send(request, BodyHandlers.ofString()).body()).path("result");
      } catch (ConnectException e) {
        return Json.read("[]");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
