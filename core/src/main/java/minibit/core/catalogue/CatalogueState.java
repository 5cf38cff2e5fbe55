package minibit.core.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of a group: what all applied commands amount to. Deterministic: the same commands
 * in the same order give the same state, changes and snapshot bytes on every replica. Values it
 * hands out are immutable; the state itself has one owner, who guards readers.
 *
 * <p>About 600 bytes a file with one holder, names included ({@code CatalogueMemoryTest}).
 */
public final class CatalogueState {
  private final Contents contents;
  private final Membership members = new Membership();
  private CatalogueCommand.@Nullable Founded founded;
  private CatalogueCommand.@Nullable Moved moved;

  /**
   * An empty catalogue, before its group is founded.
   *
   * @param chance a number that no member can know, so that none can choose info-hashes that make
   *     look-ups slow; it shows in nothing else
   */
  public CatalogueState(long chance) {
    contents = new Contents(chance);
  }

  /** Takes the next command of the log; refusals are changes too, and leave the state alone. */
  public List<Change> apply(CatalogueCommand command) {
    if (moved != null) {
      return refuse(Refusal.GROUP_CLOSED);
    }
    return switch (command) {
      case CatalogueCommand.Founded found -> found(found);
      case CatalogueCommand.MemberJoined joined -> members.join(joined);
      case CatalogueCommand.MemberAdmitted admitted -> members.admit(admitted);
      case CatalogueCommand.MemberLeft left -> leave(left.member());
      case CatalogueCommand.Away away -> members.present(away.member(), false, away.at());
      case CatalogueCommand.Back back -> members.present(back.member(), true, back.at());
      case CatalogueCommand.Register register -> register(register);
      case CatalogueCommand.Withdraw withdraw -> withdraw(withdraw);
      case CatalogueCommand.Moved move -> {
        moved = move;
        yield List.of(new Change.GroupMoved(move));
      }
    };
  }

  private static List<Change> refuse(Refusal reason) {
    return List.of(new Change.Refused(reason));
  }

  private List<Change> found(CatalogueCommand.Founded found) {
    if (founded != null) {
      return refuse(Refusal.ALREADY_FOUNDED);
    }
    founded = found;
    return List.of(new Change.GroupFounded());
  }

  private List<Change> leave(MemberId id) {
    List<Change> changes = new ArrayList<>();
    changes.addAll(members.leave(id, shelf -> contents.take(shelf, shelf.all(), changes)));
    return changes;
  }

  private List<Change> register(CatalogueCommand.Register register) {
    Shelf shelf = members.shelf(register.member());
    if (shelf == null) {
      return refuse(Refusal.UNKNOWN_MEMBER);
    }
    List<Change> changes = new ArrayList<>();
    contents.register(shelf, register, changes);
    return changes;
  }

  private List<Change> withdraw(CatalogueCommand.Withdraw withdraw) {
    Shelf shelf = members.shelf(withdraw.member());
    if (shelf == null) {
      return refuse(Refusal.UNKNOWN_MEMBER);
    }
    List<Change> changes = new ArrayList<>();
    Set<Holding> holdings = new LinkedHashSet<>();
    withdraw.paths().forEach(path -> shelf.at(path).ifPresent(holdings::add));
    contents.take(shelf, holdings, changes);
    return changes;
  }

  /** Which group this is, once its first entry was applied. */
  public Optional<CatalogueCommand.Founded> group() {
    return Optional.ofNullable(founded);
  }

  /** Where the group went, if it yielded to another. */
  public Optional<CatalogueCommand.Moved> moved() {
    return Optional.ofNullable(moved);
  }

  /** Whether there ever was a second member: a group that had one does not yield to one alone. */
  public boolean isGrown() {
    return members.isGrown();
  }

  /** All members, also those away, by id. */
  public List<Member> members() {
    return members.members();
  }

  /** A member. */
  public Optional<Member> member(MemberId id) {
    return members.member(id);
  }

  /** Whether this is a member that is not away. */
  public boolean isPresent(MemberId id) {
    return members.isPresent(id);
  }

  /** How many paths a member registered. */
  public int fileCount(MemberId id) {
    Shelf shelf = members.shelf(id);
    return shelf == null ? 0 : shelf.count();
  }

  /** How many bytes those are together. */
  public long byteCount(MemberId id) {
    Shelf shelf = members.shelf(id);
    return shelf == null ? 0 : shelf.bytes();
  }

  /** What a member registered, in sums; empty for a stranger. A copy. */
  public ShareDigest digest(MemberId id) {
    Shelf shelf = members.shelf(id);
    return shelf == null ? new ShareDigest() : shelf.digest().copy();
  }

  /** A member's files in one bucket of its digest: O(its files). */
  public List<Holding> bucket(MemberId id, int bucket) {
    Shelf shelf = members.shelf(id);
    return shelf == null
        ? List.of()
        : shelf.all().stream().filter(h -> ShareDigest.bucket(h.mark()) == bucket).toList();
  }

  /** A member's files by path, at most {@code limit} after that one, or from the beginning. */
  public List<Holding> browse(MemberId id, @Nullable Holding after, int limit) {
    Shelf shelf = members.shelf(id);
    return shelf == null ? List.of() : shelf.page(after, limit);
  }

  /** A member's file at this path. */
  public Optional<Holding> file(MemberId id, String path) {
    return Optional.ofNullable(members.shelf(id)).flatMap(shelf -> shelf.at(path));
  }

  /** How many contents are known, also those whose holders are all away. */
  public int contentCount() {
    return contents.count();
  }

  /** How many paths are registered by all members together. */
  public int fileCount() {
    return contents.files();
  }

  /** Every content, earliest registered first. A view: read it before the next command. */
  public Collection<Content> contents() {
    return contents.all();
  }

  /** The content with this root. */
  public Optional<Content> content(PiecesRoot root) {
    return contents.get(root);
  }

  /** The content that has a torrent of this info-hash, of 20 or 32 bytes. */
  public Optional<Content> content(InfoHash hash) {
    return contents.get(hash);
  }

  /**
   * Contents whose root or info-hash begins with these hexadecimal digits, at most {@code limit}:
   * two mean that the digits are too few. Looks at every content.
   */
  public List<Content> startingWith(String digits, int limit) {
    return contents.startingWith(digits, limit);
  }

  /** Those who hold a content whole and are not away, earliest registered first. */
  public List<Holding> holders(Content content) {
    return content.holdings().stream().filter(holding -> isPresent(holding.member())).toList();
  }

  /** Whether anybody present holds it. */
  public boolean isAvailable(Content content) {
    for (Holding holding : content.holdings()) {
      if (isPresent(holding.member())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The state as it is now, to be written while commands go on: copies references only, a few
   * milliseconds for 200,000 files.
   */
  public CatalogueImage image() {
    return new CatalogueImage(
        new CatalogueImage.Header(
            Optional.ofNullable(founded),
            Optional.ofNullable(moved),
            members.isGrown(),
            members.members(),
            members.invitations()),
        contents.all().toArray(new Content[0]));
  }

  /** Puts an image's state into this one, which must be new. */
  void restore(CatalogueImage.Header header) {
    founded = header.founded().orElse(null);
    moved = header.moved().orElse(null);
    members.restore(header);
  }

  void restore(Content content) {
    contents.restore(content, members);
  }
}
