package minibit.daemon.fetch.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.Urgency;

/**
 * A transfer as it is kept over restarts.
 *
 * @param id hex digits of the root, else of the best info-hash
 * @param origin what it is
 * @param hashes of its torrent
 * @param name to show
 * @param folder it lies in
 * @param savedAs its name there, once that is chosen
 * @param found whether it lay there before, so that it is not ours to delete
 * @param from the only members to fetch from; empty: anybody
 * @param wishes the priority of each file as in {@link minibit.core.swarm.Wishes}; empty: all
 *     normal
 * @param urgency whether it gets its turn before or after others
 * @param standing what is wanted of it
 * @param problem why it failed, or what is not as it should be though it is whole
 */
public record TransferRow(
    String id,
    Origin origin,
    InfoHashes hashes,
    String name,
    Path folder,
    Optional<String> savedAs,
    boolean found,
    List<MemberId> from,
    RateLimits limits,
    List<Integer> wishes,
    Urgency urgency,
    Standing standing,
    Instant added,
    Optional<Instant> completed,
    Optional<TorrentStatus.Problem> problem,
    TransferTotals totals) {

  /** A new transfer, of which nothing is here. */
  public static TransferRow fresh(Fetchable wanted, Path folder, GetOptions options) {
    return new TransferRow(
        wanted.id(),
        wanted.origin(),
        wanted.hashes(),
        wanted.name(),
        folder,
        Optional.empty(),
        false,
        options.from(),
        options.limits(),
        List.of(),
        Urgency.NORMAL,
        options.paused() ? Standing.PAUSED : Standing.WANTED,
        Instant.now(),
        Optional.empty(),
        Optional.empty(),
        TransferTotals.of(wanted.size()));
  }

  /** What is fetched. */
  public sealed interface Origin {
    /** A content of the group. */
    record Content(PiecesRoot root, Signature signature) implements Origin {}

    /** What a torrent file describes. */
    record File(byte[] torrent) implements Origin {}

    /** What a magnet link names. */
    record Link(String uri) implements Origin {}
  }

  /** What a transfer waits for, or does. */
  public enum Standing {
    /** Shall run, now or when its turn comes. */
    WANTED,
    /** Stopped by the user. */
    PAUSED,
    /** Stopped by its problem. */
    FAILED,
    /** Whole. */
    COMPLETE
  }

  /** Of a content of the group. */
  public Optional<PiecesRoot> root() {
    return origin instanceof Origin.Content(PiecesRoot root, var _)
        ? Optional.of(root)
        : Optional.empty();
  }

  /** Whether it goes by these first digits of an id or info-hash, or by this whole name. */
  public boolean isCalled(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    return name.equals(text)
        || !digits.isEmpty()
            && (id.startsWith(digits)
                || hashes.v1().filter(hash -> hash.hex().startsWith(digits)).isPresent()
                || hashes.v2().filter(hash -> hash.hex().startsWith(digits)).isPresent());
  }

  /** Who answers for it; only contents of the group are signed. */
  public Signature signature() {
    return origin instanceof Origin.Content(var _, Signature signature)
        ? signature
        : new Signature.Unsigned();
  }

  /** Where it lies, once that is chosen. */
  public Optional<Path> place() {
    return savedAs.map(folder::resolve);
  }

  private TransferRow with(Consumer<Change> change) {
    Change changed = new Change(this);
    change.accept(changed);
    return changed.row();
  }

  /** What it is turned out. */
  public TransferRow with(Origin other, InfoHashes otherHashes) {
    return with(
        change -> {
          change.origin = other;
          change.hashes = otherHashes;
        });
  }

  /** Another name to show. */
  public TransferRow named(String other) {
    return with(change -> change.name = other);
  }

  /** Its place is chosen. */
  public TransferRow at(Path otherFolder, String fileName) {
    return with(
        change -> {
          change.folder = otherFolder;
          change.savedAs = Optional.of(fileName);
        });
  }

  /** It lies there already, and was not made by us. */
  public TransferRow foundAt(Path otherFolder, String fileName) {
    return at(otherFolder, fileName).with(change -> change.found = true);
  }

  /** Other bounds of its speed. */
  public TransferRow limited(RateLimits other) {
    return with(change -> change.limits = other);
  }

  /** Another choice of files. */
  public TransferRow wished(List<Integer> other) {
    return with(change -> change.wishes = List.copyOf(other));
  }

  /** Its turn comes before or after others. */
  public TransferRow urgent(Urgency other) {
    return with(change -> change.urgency = other);
  }

  /** Not whole, or no longer known to be: it runs again when its turn comes. */
  public TransferRow incomplete() {
    return standing(Standing.WANTED, Optional.empty())
        .with(change -> change.completed = Optional.empty());
  }

  /** Something else is wanted of it, or it failed. */
  public TransferRow standing(Standing other, Optional<TorrentStatus.Problem> why) {
    return with(
        change -> {
          change.standing = other;
          change.problem = why;
        });
  }

  /**
   * It is whole, and this is wanted of it from now on.
   *
   * @param flaw what is not as it should be all the same
   */
  public TransferRow complete(Instant at, Standing next, Optional<TorrentStatus.Problem> flaw) {
    return standing(next, flaw).with(change -> change.completed = Optional.of(at));
  }

  /** What it has come to now. */
  public TransferRow with(TransferTotals other) {
    return with(change -> change.totals = other);
  }

  /** A row while something of it is changed. */
  private static final class Change {
    private final TransferRow from;
    private Origin origin;
    private InfoHashes hashes;
    private String name;
    private Path folder;
    private Optional<String> savedAs;
    private boolean found;
    private RateLimits limits;
    private List<Integer> wishes;
    private Urgency urgency;
    private Standing standing;
    private Optional<Instant> completed;
    private Optional<TorrentStatus.Problem> problem;
    private TransferTotals totals;

    Change(TransferRow row) {
      from = row;
      origin = row.origin;
      hashes = row.hashes;
      name = row.name;
      folder = row.folder;
      savedAs = row.savedAs;
      found = row.found;
      limits = row.limits;
      wishes = row.wishes;
      urgency = row.urgency;
      standing = row.standing;
      completed = row.completed;
      problem = row.problem;
      totals = row.totals;
    }

    TransferRow row() {
      return new TransferRow(
          from.id,
          origin,
          hashes,
          name,
          folder,
          savedAs,
          found,
          from.from,
          limits,
          wishes,
          urgency,
          standing,
          from.added,
          completed,
          problem,
          totals);
    }
  }
}
