package minibit.daemon.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.Wishes;

/**
 * A torrent as the engine is asked to run it.
 *
 * @param source the torrent file, or the link that names it
 * @param folder where the content's own tree begins: its name is created below. Created if missing
 * @param wishes which files, in which order
 * @param extraTrackers tiers of announce addresses after those of the source (BEP 12)
 * @param webSeeds addresses of web servers that a magnet link names (BEP 19), besides those of the
 *     torrent file
 * @param userWebSeeds addresses of web servers that the user names: trusted, wherever they are
 * @param peers addresses to try at once, whatever the trackers say
 * @param start what is believed of existing files
 * @param limits of this torrent; those of the engine hold as well
 * @param announce whether trackers are told and asked
 * @param savedAs name in the folder of the torrent's only file, or of its own folder
 * @param check what the info must fulfil besides its hash before anything is written
 * @param closed whether only {@link #peers}, and those added later, are spoken to: nobody else is
 *     dialled or let in
 * @param guard says whether content that was complete from the start is still what it was
 * @param dht whether peers are looked for in the DHT and among neighbours, and told there of us, if
 *     the torrent is not private (BEP 5, 14, 27)
 * @param nodes of the DHT that the source names besides its metainfo
 */
public record TorrentSpec(
    Source source,
    Path folder,
    Wishes wishes,
    List<List<String>> extraTrackers,
    List<String> webSeeds,
    List<String> userWebSeeds,
    List<PeerAddress> peers,
    StartMode start,
    RateLimits limits,
    boolean announce,
    SaveName savedAs,
    InfoCheck check,
    boolean closed,
    ContentGuard guard,
    boolean dht,
    List<HostPort> nodes) {

  /** What the torrent is known by. */
  public sealed interface Source {
    /** All of it. */
    record Known(Metainfo metainfo) implements Source {}

    /**
     * Its hashes only, as a magnet link gives them: the info is fetched from peers (BEP 9) and then
     * downloaded. Trackers and peers of the link stand in the spec.
     *
     * @param name to show until the real one is known
     */
    record Link(InfoHashes hashes, Optional<String> name) implements Source {}
  }

  /** Copies the lists. */
  public TorrentSpec {
    extraTrackers = extraTrackers.stream().map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
    userWebSeeds = List.copyOf(userWebSeeds);
    peers = List.copyOf(peers);
    nodes = List.copyOf(nodes);
  }

  /** All files of a torrent file, into this folder, resumed when begun before. */
  public static TorrentSpec of(Metainfo metainfo, Path folder) {
    return plain(new Source.Known(metainfo), folder);
  }

  /** All files of what a magnet link names; its trackers and peers are added by the caller. */
  public static TorrentSpec of(InfoHashes hashes, Optional<String> name, Path folder) {
    return plain(new Source.Link(hashes, name), folder);
  }

  /**
   * A file that is known to hold exactly this torrent's content: served at once and not read
   * before, under whatever name it lies here. No tracker is told.
   *
   * @param metainfo of one file
   * @param guard stops the serving of what was changed since
   */
  public static TorrentSpec ofKnownFile(Metainfo metainfo, Path file, ContentGuard guard) {
    Path whole = file.toAbsolutePath().normalize();
    Path name = whole.getFileName();
    Path folder = whole.getParent();
    if (name == null || folder == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    return new TorrentSpec(
        new Source.Known(metainfo),
        folder,
        Wishes.ALL,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        StartMode.TRUST,
        RateLimits.NONE,
        false,
        SaveName.always(name.toString()),
        InfoCheck.NONE,
        false,
        guard,
        false,
        List.of());
  }

  private static TorrentSpec plain(Source source, Path folder) {
    return new TorrentSpec(
        source,
        folder,
        Wishes.ALL,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        StartMode.RESUME,
        RateLimits.NONE,
        true,
        Metainfo::name,
        InfoCheck.NONE,
        false,
        ContentGuard.NONE,
        false,
        List.of());
  }

  /** The hashes of the source. */
  public InfoHashes hashes() {
    return switch (source) {
      case Source.Known(Metainfo metainfo) -> metainfo.hashes();
      case Source.Link(InfoHashes hashes, var _) -> hashes;
    };
  }

  private TorrentSpec with(Consumer<Change> change) {
    Change changed = new Change(this);
    change.accept(changed);
    return changed.spec();
  }

  /** The same with other wishes. */
  public TorrentSpec withWishes(Wishes other) {
    return with(change -> change.wishes = other);
  }

  /** The same with these tiers of trackers besides the source's. */
  public TorrentSpec withTrackers(List<List<String>> tiers) {
    return with(change -> change.extraTrackers = tiers);
  }

  /** The same with these peers to try. */
  public TorrentSpec withPeers(List<PeerAddress> others) {
    return with(change -> change.peers = others);
  }

  /** The same with web servers that a link names. */
  public TorrentSpec withWebSeeds(List<String> addresses) {
    return with(change -> change.webSeeds = addresses);
  }

  /** The same with web servers that the user names. */
  public TorrentSpec withUserWebSeeds(List<String> addresses) {
    return with(change -> change.userWebSeeds = addresses);
  }

  /** The same with another belief about existing files. */
  public TorrentSpec withStart(StartMode mode) {
    return with(change -> change.start = mode);
  }

  /** The same with limits. */
  public TorrentSpec withLimits(RateLimits other) {
    return with(change -> change.limits = other);
  }

  /** The same, told to trackers or not. */
  public TorrentSpec withAnnounce(boolean told) {
    return with(change -> change.announce = told);
  }

  /** The same under another name in the folder: of the only file, or of the torrent's folder. */
  public TorrentSpec withSavedAs(SaveName name) {
    return with(change -> change.savedAs = name);
  }

  /** The same with a condition on the info. */
  public TorrentSpec withCheck(InfoCheck other) {
    return with(change -> change.check = other);
  }

  /** The same, keeping to the peers given or not. */
  public TorrentSpec withClosed(boolean keep) {
    return with(change -> change.closed = keep);
  }

  /** The same, looking in the DHT too, where these nodes are asked as well. */
  public TorrentSpec withDht(List<HostPort> more) {
    return with(
        change -> {
          change.dht = true;
          change.nodes = more;
        });
  }

  /** A spec while something of it is changed. */
  private static final class Change {
    private final Source source;
    private final Path folder;
    private final ContentGuard guard;
    private Wishes wishes;
    private List<List<String>> extraTrackers;
    private List<String> webSeeds;
    private List<String> userWebSeeds;
    private List<PeerAddress> peers;
    private StartMode start;
    private RateLimits limits;
    private boolean announce;
    private SaveName savedAs;
    private InfoCheck check;
    private boolean closed;
    private boolean dht;
    private List<HostPort> nodes;

    Change(TorrentSpec from) {
      source = from.source;
      folder = from.folder;
      guard = from.guard;
      wishes = from.wishes;
      extraTrackers = from.extraTrackers;
      webSeeds = from.webSeeds;
      userWebSeeds = from.userWebSeeds;
      peers = from.peers;
      start = from.start;
      limits = from.limits;
      announce = from.announce;
      savedAs = from.savedAs;
      check = from.check;
      closed = from.closed;
      dht = from.dht;
      nodes = from.nodes;
    }

    TorrentSpec spec() {
      return new TorrentSpec(
          source,
          folder,
          wishes,
          extraTrackers,
          webSeeds,
          userWebSeeds,
          peers,
          start,
          limits,
          announce,
          savedAs,
          check,
          closed,
          guard,
          dht,
          nodes);
    }
  }
}
