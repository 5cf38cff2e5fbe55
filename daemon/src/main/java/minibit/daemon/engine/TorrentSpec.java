package minibit.daemon.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.Wishes;

/**
 * A torrent as the engine is asked to run it.
 *
 * @param source the torrent file, or the link that names it
 * @param folder where the content's own tree begins: its name is created below. Created if missing
 * @param wishes which files, in which order
 * @param extraTrackers tiers of announce addresses after those of the source (BEP 12)
 * @param peers addresses to try at once, whatever the trackers say
 * @param start what is believed of existing files
 * @param limits of this torrent; those of the engine hold as well
 * @param announce whether trackers are told and asked
 */
public record TorrentSpec(
    Source source,
    Path folder,
    Wishes wishes,
    List<List<String>> extraTrackers,
    List<PeerAddress> peers,
    StartMode start,
    RateLimits limits,
    boolean announce) {

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
    peers = List.copyOf(peers);
  }

  /** All files of a torrent file, into this folder, resumed when begun before. */
  public static TorrentSpec of(Metainfo metainfo, Path folder) {
    return plain(new Source.Known(metainfo), folder);
  }

  /** All files of what a magnet link names; its trackers and peers are added by the caller. */
  public static TorrentSpec of(InfoHashes hashes, Optional<String> name, Path folder) {
    return plain(new Source.Link(hashes, name), folder);
  }

  private static TorrentSpec plain(Source source, Path folder) {
    return new TorrentSpec(
        source, folder, Wishes.ALL, List.of(), List.of(), StartMode.RESUME, RateLimits.NONE, true);
  }

  /** The hashes of the source. */
  public InfoHashes hashes() {
    return switch (source) {
      case Source.Known(Metainfo metainfo) -> metainfo.hashes();
      case Source.Link(InfoHashes hashes, var _) -> hashes;
    };
  }

  /** The same with other wishes. */
  public TorrentSpec withWishes(Wishes other) {
    return new TorrentSpec(source, folder, other, extraTrackers, peers, start, limits, announce);
  }

  /** The same with these tiers of trackers besides the source's. */
  public TorrentSpec withTrackers(List<List<String>> tiers) {
    return new TorrentSpec(source, folder, wishes, tiers, peers, start, limits, announce);
  }

  /** The same with these peers to try. */
  public TorrentSpec withPeers(List<PeerAddress> others) {
    return new TorrentSpec(source, folder, wishes, extraTrackers, others, start, limits, announce);
  }

  /** The same with another belief about existing files. */
  public TorrentSpec withStart(StartMode mode) {
    return new TorrentSpec(source, folder, wishes, extraTrackers, peers, mode, limits, announce);
  }

  /** The same with limits. */
  public TorrentSpec withLimits(RateLimits other) {
    return new TorrentSpec(source, folder, wishes, extraTrackers, peers, start, other, announce);
  }

  /** The same, told to trackers or not. */
  public TorrentSpec withAnnounce(boolean told) {
    return new TorrentSpec(source, folder, wishes, extraTrackers, peers, start, limits, told);
  }
}
