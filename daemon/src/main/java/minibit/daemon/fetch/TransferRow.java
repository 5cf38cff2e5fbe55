package minibit.daemon.fetch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.TorrentStatus;

/**
 * A transfer as it is kept over restarts.
 *
 * @param id hex digits of the root, else of the best info-hash
 * @param origin what it is
 * @param hashes of its torrent
 * @param name to show
 * @param folder it lies in
 * @param savedAs its name there, once that is chosen
 * @param from the only members to fetch from; empty: anybody
 * @param standing what is wanted of it
 * @param problem why it failed
 */
record TransferRow(
    String id,
    Origin origin,
    InfoHashes hashes,
    String name,
    Path folder,
    Optional<String> savedAs,
    List<MemberId> from,
    RateLimits limits,
    Standing standing,
    Instant added,
    Optional<Instant> completed,
    Optional<TorrentStatus.Problem> problem,
    Sums sums) {

  /** A new transfer, of which nothing is here. */
  static TransferRow fresh(
      String id,
      Origin origin,
      InfoHashes hashes,
      String name,
      long size,
      Path folder,
      GetOptions options) {
    return new TransferRow(
        id,
        origin,
        hashes,
        name,
        folder,
        Optional.empty(),
        options.from(),
        options.limits(),
        options.paused() ? Standing.PAUSED : Standing.WANTED,
        Instant.now(),
        Optional.empty(),
        Optional.empty(),
        Sums.of(size));
  }

  /** What is fetched. */
  sealed interface Origin {
    /** A content of the group. */
    record Content(PiecesRoot root, Signature signature) implements Origin {}

    /** What a torrent file describes. */
    record File(byte[] torrent) implements Origin {}

    /** What a magnet link names. */
    record Link(String uri) implements Origin {}
  }

  /** What a transfer waits for, or does. */
  enum Standing {
    /** Shall run, now or when its turn comes. */
    WANTED,
    /** Stopped by the user. */
    PAUSED,
    /** Stopped by its problem. */
    FAILED,
    /** Whole. */
    COMPLETE
  }

  Optional<PiecesRoot> root() {
    return origin instanceof Origin.Content(PiecesRoot root, var _)
        ? Optional.of(root)
        : Optional.empty();
  }

  /** Whether it goes by these first digits of an id or info-hash, or by this whole name. */
  boolean isCalled(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    return name.equals(text)
        || !digits.isEmpty()
            && (id.startsWith(digits)
                || hashes.v1().filter(hash -> hash.hex().startsWith(digits)).isPresent()
                || hashes.v2().filter(hash -> hash.hex().startsWith(digits)).isPresent());
  }

  Signature signature() {
    return origin instanceof Origin.Content(var _, Signature signature)
        ? signature
        : new Signature.Unsigned();
  }

  /** Where it lies, once that is chosen. */
  Optional<Path> place() {
    return savedAs.map(folder::resolve);
  }

  TransferRow with(Origin other, InfoHashes otherHashes) {
    return new TransferRow(
        id,
        other,
        otherHashes,
        name,
        folder,
        savedAs,
        from,
        limits,
        standing,
        added,
        completed,
        problem,
        sums);
  }

  TransferRow named(String other) {
    return new TransferRow(
        id, origin, hashes, other, folder, savedAs, from, limits, standing, added, completed,
        problem, sums);
  }

  TransferRow at(Path otherFolder, String name) {
    return new TransferRow(
        id,
        origin,
        hashes,
        this.name,
        otherFolder,
        Optional.of(name),
        from,
        limits,
        standing,
        added,
        completed,
        problem,
        sums);
  }

  TransferRow limited(RateLimits other) {
    return new TransferRow(
        id, origin, hashes, name, folder, savedAs, from, other, standing, added, completed, problem,
        sums);
  }

  TransferRow standing(Standing other, Optional<TorrentStatus.Problem> why) {
    return new TransferRow(
        id, origin, hashes, name, folder, savedAs, from, limits, other, added, completed, why,
        sums);
  }

  TransferRow complete(Instant at, Standing next) {
    return new TransferRow(
        id,
        origin,
        hashes,
        name,
        folder,
        savedAs,
        from,
        limits,
        next,
        added,
        Optional.of(at),
        Optional.empty(),
        sums);
  }

  TransferRow with(Sums other) {
    return new TransferRow(
        id, origin, hashes, name, folder, savedAs, from, limits, standing, added, completed,
        problem, other);
  }
}
