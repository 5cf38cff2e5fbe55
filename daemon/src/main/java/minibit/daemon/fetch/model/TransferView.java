package minibit.daemon.fetch.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.TorrentStatus;

/**
 * A transfer now. Rates are bytes a second of payload, sums are bytes of it.
 *
 * @param id hex digits of the content's root, else of the torrent's best info-hash
 * @param name of the content
 * @param state what it is busy with
 * @param folder it lies in
 * @param file where it lies, or will, once that is chosen: a file, or a torrent's folder
 * @param root of a content of the group
 * @param hashes of the torrent
 * @param total wanted; 0 until known
 * @param done of them, verified
 * @param pieces of the torrent; 0 until known
 * @param piecesHave verified ones
 * @param missing pieces that no connected peer has
 * @param down received now
 * @param up sent now
 * @param downloaded since it was added
 * @param uploaded since it was added
 * @param wasted received twice or thrown away
 * @param peers connected
 * @param knownPeers connected or not
 * @param timeLeft at the present speed; zero when done, empty when nobody can say
 * @param added when
 * @param completed when
 * @param signature who answers for it
 * @param from the only members it is fetched from; empty: anybody
 * @param limits its own
 * @param urgency whether it gets its turn before or after others
 * @param problem what stopped it, or holds it up
 */
public record TransferView(
    String id,
    String name,
    TransferState state,
    Path folder,
    Optional<Path> file,
    Optional<PiecesRoot> root,
    InfoHashes hashes,
    long total,
    long done,
    int pieces,
    int piecesHave,
    int missing,
    long down,
    long up,
    long downloaded,
    long uploaded,
    long wasted,
    int peers,
    int knownPeers,
    Optional<Duration> timeLeft,
    Instant added,
    Optional<Instant> completed,
    Signature signature,
    List<MemberId> from,
    RateLimits limits,
    Urgency urgency,
    Optional<TorrentStatus.Problem> problem) {
  /** Whether every byte is here. */
  public boolean isComplete() {
    return completed.isPresent();
  }
}
