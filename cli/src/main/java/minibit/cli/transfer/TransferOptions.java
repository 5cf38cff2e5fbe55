package minibit.cli.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.HostPort;
import minibit.cli.frame.Kind;
import minibit.core.id.PeerAddress;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPolicy;
import minibit.daemon.dht.DhtConfig;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.webseed.WebSeedSettings;
import org.jspecify.annotations.Nullable;

/** The flags that every command which moves bytes understands. */
public final class TransferOptions {
  private Path dir = Path.of("");
  private @Nullable InetSocketAddress listen;
  private List<InetSocketAddress> peers = new ArrayList<>();
  private @Nullable Long limitUp;
  private @Nullable Long limitDown;
  private EncryptionPolicy encryption = EncryptionPolicy.ALLOWED;
  private UtpPolicy utp = UtpPolicy.ALLOWED;
  private @Nullable Path trace;

  private boolean noDht;
  private List<String> routers = new ArrayList<>();
  private boolean noLsd;

  private WebSeedSettings webSeeds = WebSeedSettings.OFF;

  /** Its flags. */
  public void declare(Arguments arguments) {
    arguments.option(Kind.PATH, "DIR", value -> dir = value, "--dir");
    arguments.option(Kind.ADDRESS, "IP:PORT", value -> listen = value, "--listen");
    arguments.options(Kind.ADDRESS, "IP:PORT", values -> peers = values, "--peer");
    arguments.option(Kind.SIZE, "RATE", value -> limitUp = value, "--limit-up");
    arguments.option(Kind.SIZE, "RATE", value -> limitDown = value, "--limit-down");
    arguments.option(Kind.ENCRYPTION, "POLICY", value -> encryption = value, "--encryption");
    arguments.option(Kind.UTP, "POLICY", value -> utp = value, "--utp");
    arguments.option(Kind.PATH, "FILE", value -> trace = value, "--trace");
    arguments.flag(on -> noDht = on, "--no-dht");
    arguments.options(Kind.TEXT, "HOST:PORT", values -> routers = values, "--dht-router");
    arguments.flag(on -> noLsd = on, "--no-lsd");
  }

  /** The folder of the content, made absolute so that messages and results name it fully. */
  public Path dir() {
    return dir.toAbsolutePath().normalize();
  }

  /** Addresses to try whatever the trackers say. */
  public List<PeerAddress> peers() throws CliException {
    List<PeerAddress> addresses = new ArrayList<>();
    for (InetSocketAddress peer : peers) {
      InetAddress host = peer.getAddress();
      if (peer.getPort() == 0 || host.isAnyLocalAddress()) {
        throw new CliException(ExitCode.USAGE, "bad-address", HostPort.text(peer));
      }
      addresses.add(PeerAddress.of(host.getAddress(), peer.getPort()));
    }
    return addresses;
  }

  /** Rates of the whole process; 0 is as unlimited as nothing. */
  public RateLimits limits() {
    return new RateLimits(rate(limitUp), rate(limitDown));
  }

  private static long rate(@Nullable Long limit) {
    return limit == null || limit == 0 ? RateLimits.UNLIMITED : limit;
  }

  /** Where every message is to be written. */
  public Optional<Path> trace() {
    return Optional.ofNullable(trace);
  }

  /** Which web servers that the torrent names are asked; none, unless said. */
  public void askWebSeeds(WebSeedSettings which) {
    webSeeds = which;
  }

  /** An engine of one command, keeping its resume data, and DHT nodes, below this home. */
  public EngineSettings settings(Path home) throws CliException {
    EngineSettings settings =
        EngineSettings.defaults()
            .withLimits(limits())
            .withEncryption(encryption)
            .withUtp(utp)
            .withHome(home)
            .withWebSeeds(webSeeds);
    EngineSettings found =
        noDht
            ? settings
            : settings.withDht(
                DhtConfig.NONE_KNOWN
                    .withRouters(routers())
                    .withFile(home.resolve("oneshot").resolve("dht.nodes"), false));
    EngineSettings near = noLsd ? found : found.withLsd();
    return Optional.ofNullable(listen).map(near::withListen).orElse(near);
  }

  private List<minibit.core.metainfo.HostPort> routers() throws CliException {
    List<minibit.core.metainfo.HostPort> all = new ArrayList<>();
    for (String text : routers) {
      all.add(
          minibit.core.metainfo.HostPort.parse(text)
              .orElseThrow(() -> new CliException(ExitCode.USAGE, "bad-address", text)));
    }
    return all;
  }
}
