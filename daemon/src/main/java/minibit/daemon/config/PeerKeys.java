package minibit.daemon.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPolicy;

/** The settings of what goes on between peers; {@link Keys} lists them with all others. */
public final class PeerKeys {
  // ---- [transfers]

  public static final Setting<Long> LIMIT_UP =
      new Setting<>(
          "transfers.limit-up",
          new Quantity.Rate(),
          Quantity.Rate.UNLIMITED,
          "The most that is sent a second, of all transfers together.");

  public static final Setting<Long> LIMIT_DOWN =
      new Setting<>(
          "transfers.limit-down",
          new Quantity.Rate(),
          Quantity.Rate.UNLIMITED,
          "The most that is received a second, of all transfers together.");

  public static final Setting<Boolean> PRIVATE_URLS =
      new Setting<>(
          "fetch.private-urls",
          new Kind.Switch(),
          false,
          "Whether a torrent may be added by an address of the own network: off, so that nobody"
              + " reaches through the daemon what only it can.");

  public static final Setting<String> WEB_SEEDS =
      new Setting<>(
          "transfers.web-seeds",
          new Kind.Choice(List.of("all", "public", "none")),
          "all",
          "Which web servers that torrents and links name are asked for content. public: none of"
              + " this machine or of private networks; all: these too, for plain files without a"
              + " query, so that a stranger's torrent cannot give them orders.");

  public static final Setting<Duration> ASK_HOLDERS =
      Setting.time(
          "transfers.ask-holders",
          Duration.ofSeconds(20),
          5_000,
          600_000,
          "How often a running transfer asks for holders, besides being told of new ones.");

  // ---- [connections]

  public static final Setting<Integer> CONNECTIONS =
      new Setting<>(
          "connections.most",
          new Quantity.Whole(10, 20_000),
          500,
          "Live peers of all torrents; each takes a descriptor and some memory.");

  public static final Setting<Integer> CONNECTIONS_TORRENT =
      new Setting<>(
          "connections.per-torrent",
          new Quantity.Whole(5, 20_000),
          200,
          "Live peers of one torrent: more seldom make it quicker.");

  public static final Setting<Integer> CONNECTING =
      new Setting<>(
          "connections.opening",
          new Quantity.Whole(1, 1_000),
          64,
          "Connections that may dial at one time, and as many that come in: home routers lose track"
              + " of more.");

  public static final Setting<String> ENCRYPTION =
      new Setting<>(
          "connections.encryption",
          new Kind.Choice(
              Arrays.stream(EncryptionPolicy.values()).map(EncryptionPolicy::word).toList()),
          EncryptionPolicy.ALLOWED.word(),
          "Whether connections to peers are encrypted. allowed: for those who want it; preferred:"
              + " where the peer takes part; required: others are not spoken to. It hides what"
              + " travels from those who look on, and proves nobody's name.");

  public static final Setting<String> UTP =
      new Setting<>(
          "connections.utp",
          new Kind.Choice(Arrays.stream(UtpPolicy.values()).map(UtpPolicy::word).toList()),
          UtpPolicy.ALLOWED.word(),
          "Whether connections to peers go over uTP, which yields to other traffic. allowed: for"
              + " those who want it, and where TCP leads nowhere; preferred: dialled first;"
              + " required: no TCP; off: no uTP.");

  public static final Setting<Integer> LOOPS =
      new Setting<>(
          "connections.loops",
          new Quantity.Whole(0, 64),
          0,
          "Threads that move bytes. 0: one a core.");

  public static final Setting<Long> DISK_CAP =
      new Setting<>(
          "connections.disk-waiting",
          new Quantity.Bytes(4 << 20, 1L << 30),
          64L << 20,
          "Bytes received that may wait for the disk; then reading pauses and peers slow down.");

  // ---- [dht]

  public static final Setting<Boolean> DHT =
      new Setting<>(
          "dht.enabled",
          new Kind.Switch(),
          true,
          "Whether peers of torrents that were added are looked for in the DHT, and told there of"
              + " us. Contents of the group and private torrents never are.");

  public static final Setting<Words> DHT_ROUTERS =
      new Setting<>(
          "dht.routers",
          new Kind.Texts(16),
          Words.NONE,
          "HOST:PORT of nodes that are asked first. Without one, nodes are met through peers,"
              + " torrents that name some, and earlier runs.");

  public static final Setting<Boolean> DHT_READ_ONLY =
      new Setting<>(
          "dht.read-only",
          new Kind.Switch(),
          false,
          "Whether the DHT is asked and others' questions are not answered: for lines that are dear"
              + " or let nothing in.");

  // ---- [lsd]

  public static final Setting<Boolean> LSD =
      new Setting<>(
          "lsd.enabled",
          new Kind.Switch(),
          true,
          "Whether peers of torrents that were added are looked for among neighbours on the own"
              + " network (BEP 14), and told of us. Contents of the group and private torrents"
              + " never are.");

  private PeerKeys() {}
}
