package minibit.core.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.identity.Seal;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of a group: what all applied commands amount to. Deterministic: the same commands
 * in the same order give the same state, changes and snapshot bytes on every replica. Values it
 * hands out are immutable; the state itself has one owner, who guards readers.
 *
 * <p>About 600 bytes a file with one holder, names included ({@code CatalogueMemoryTest}).
 */
public final class CatalogueState {
  private final LinkedHashMap<PiecesRoot, Content> contents = new LinkedHashMap<>();
  private final TreeMap<MemberId, Shelf> shelves = new TreeMap<>();
  private final HashIndex byHash = new HashIndex();

  private int files;
  private CatalogueCommand.@Nullable Founded founded;
  private CatalogueCommand.@Nullable Moved moved;
  private boolean grown;

  /** Invitations for one that were used, until they expire: as many as there may be members. */
  private final TreeMap<UUID, UsedInvitation> invitations = new TreeMap<>();

  /** An empty catalogue, before its group is founded. */
  public CatalogueState() {}

  /** Takes the next command of the log; refusals are changes too, and leave the state alone. */
  public List<Change> apply(CatalogueCommand command) {
    if (moved != null) {
      return refuse(Refusal.GROUP_CLOSED);
    }
    return switch (command) {
      case CatalogueCommand.Founded found -> found(found);
      case CatalogueCommand.MemberJoined joined -> join(joined);
      case CatalogueCommand.MemberAdmitted admitted -> admit(admitted);
      case CatalogueCommand.MemberLeft left -> leave(left.member());
      case CatalogueCommand.Away away -> present(away.member(), false, away.at());
      case CatalogueCommand.Back back -> present(back.member(), true, back.at());
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

  private List<Change> join(CatalogueCommand.MemberJoined joined) {
    Passport passport = joined.passport();
    MemberId id = passport.id();
    Shelf shelf = shelves.get(id);
    if (shelf == null) {
      if (shelves.size() >= CatalogueLimits.MEMBERS) {
        return refuse(Refusal.TOO_MANY_MEMBERS);
      }
      shelves.put(id, new Shelf(new Member(id, passport, joined.at(), true, joined.at())));
      grown |= shelves.size() > 1;
      return List.of(new Change.MemberCame(id));
    }
    List<Change> changes = new ArrayList<>(present(id, true, joined.at()));
    Member now = shelf.member();
    if (!now.passport().equals(passport)) {
      shelf.member(new Member(id, passport, now.joined(), true, now.changed()));
      changes.add(new Change.MemberUpdated(id));
    }
    return changes;
  }

  private List<Change> admit(CatalogueCommand.MemberAdmitted admitted) {
    MemberId id = admitted.passport().id();
    invitations.values().removeIf(used -> used.expires().isBefore(admitted.at()));
    UsedInvitation used = invitations.get(admitted.invitation());
    if (used != null && !used.by().equals(id)) {
      return refuse(Refusal.INVITATION_USED);
    }
    if (invitations.size() >= CatalogueLimits.MEMBERS) {
      return refuse(Refusal.TOO_MANY_MEMBERS);
    }
    List<Change> changes =
        join(new CatalogueCommand.MemberJoined(admitted.passport(), admitted.at()));
    if (changes.stream().noneMatch(Change.Refused.class::isInstance)) {
      invitations.put(
          admitted.invitation(), new UsedInvitation(admitted.invitation(), id, admitted.expires()));
    }
    return changes;
  }

  private List<Change> leave(MemberId id) {
    Shelf shelf = shelves.get(id);
    if (shelf == null) {
      return refuse(Refusal.UNKNOWN_MEMBER);
    }
    List<Change> changes = new ArrayList<>();
    shelf.all().forEach(holding -> take(shelf, holding, changes));
    shelves.remove(id);
    changes.add(new Change.MemberGone(id));
    return changes;
  }

  private List<Change> present(MemberId id, boolean present, Instant at) {
    Shelf shelf = shelves.get(id);
    if (shelf == null) {
      return refuse(Refusal.UNKNOWN_MEMBER);
    }
    Member member = shelf.member();
    if (member.present() == present) {
      return List.of();
    }
    shelf.member(new Member(id, member.passport(), member.joined(), present, at));
    return List.of(present ? new Change.MemberBack(id) : new Change.MemberAway(id));
  }

  private List<Change> register(CatalogueCommand.Register register) {
    Shelf shelf = shelves.get(register.member());
    if (shelf == null) {
      return refuse(Refusal.UNKNOWN_MEMBER);
    }
    List<Change> changes = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    for (Registration registration : register.files()) {
      registerOne(shelf, register, registration, texts, changes);
    }
    return changes;
  }

  private void registerOne(
      Shelf shelf,
      CatalogueCommand.Register register,
      Registration registration,
      Map<String, String> texts,
      List<Change> changes) {
    SharedFile file = registration.file();
    Content known = contents.get(file.root());
    Optional<Holding> old = shelf.at(file.folder(), file.name());
    Optional<Refusal> refusal = objection(register, registration, known, old.isPresent());
    if (refusal.isPresent()) {
      changes.add(new Change.Refused(refusal.get()));
      return;
    }
    boolean same = old.isPresent() && old.get().mark() == file.mark();
    if (old.isPresent() && !same) {
      take(shelf, old.get(), changes);
      known = contents.get(file.root());
    }
    Content next =
        known != null
            ? known
            : new Content(
                file.root(),
                file.size(),
                register.at().toEpochMilli(),
                List.of(),
                List.of(),
                List.of());
    Content before = next;
    boolean held = next.isHeldBy(register.member());
    if (!same) {
      next = named(next, file, texts);
      Naming naming = namingOf(next, file, texts);
      String folder = intern(texts, file.folder());
      Holding holding = new Holding(shelf.member().id(), next.root(), folder, naming, file.mark());
      next = next.with(holding);
      shelf.put(holding, next.size());
      files++;
    }
    next = published(next, register.seals(), registration);
    if (next == before) {
      return;
    }
    contents.put(next.root(), next);
    changes.add(
        known == null
            ? new Change.ContentAdded(next.root(), register.member())
            : held
                ? new Change.ContentUpdated(next.root())
                : new Change.HolderAdded(next.root(), register.member()));
  }

  private Optional<Refusal> objection(
      CatalogueCommand.Register register,
      Registration registration,
      @Nullable Content known,
      boolean replaces) {
    if (registration.claim().isPresent()) {
      Registration.Claim claim = registration.claim().get();
      if (claim.seal() >= register.seals().size()
          || !holds(register.seals().get(claim.seal()), claim.place())) {
        return Optional.of(Refusal.NO_SUCH_SEAL);
      }
    }
    if (known != null && known.size() != registration.file().size()) {
      return Optional.of(Refusal.SIZE_DIFFERS);
    }
    return files >= CatalogueLimits.FILES && !replaces
        ? Optional.of(Refusal.TOO_MANY_FILES)
        : Optional.empty();
  }

  private static boolean holds(Seal seal, int place) {
    return switch (seal) {
      case Seal.Batch batch -> place < batch.count();
      case Seal.Path path -> place == path.index();
    };
  }

  private static String intern(Map<String, String> texts, String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** The content with this file's name among its namings, as long as there is room. */
  private Content named(Content content, SharedFile file, Map<String, String> texts) {
    for (Naming naming : content.namings()) {
      if (naming.isSame(file.name(), file.mediaType(), file.v1(), file.v2())) {
        return content;
      }
    }
    if (content.namings().size() >= CatalogueLimits.NAMES_PER_CONTENT) {
      return content;
    }
    Naming naming = naming(file, texts);
    byHash.putIfAbsent(naming.keyV1(), content.root());
    byHash.putIfAbsent(naming.keyV2(), content.root());
    return content.with(naming);
  }

  private static Naming naming(SharedFile file, Map<String, String> texts) {
    return new Naming(file.name(), intern(texts, file.mediaType()), file.v1(), file.v2());
  }

  private static Naming namingOf(Content content, SharedFile file, Map<String, String> texts) {
    for (Naming naming : content.namings()) {
      if (naming.isSame(file.name(), file.mediaType(), file.v1(), file.v2())) {
        return naming;
      }
    }
    return naming(file, texts);
  }

  private Content published(Content content, List<Seal> brought, Registration registration) {
    if (registration.claim().isEmpty()
        || content.publications().size() >= CatalogueLimits.PUBLISHERS_PER_CONTENT) {
      return content;
    }
    Registration.Claim claim = registration.claim().get();
    Seal seal = SealPool.COMMON.shared(brought.get(claim.seal()));
    if (content.isPublishedBy(seal.key())) {
      return content;
    }
    String name =
        claim.name().equals(registration.file().name())
            ? content.namings().stream()
                .map(Naming::name)
                .filter(claim.name()::equals)
                .findFirst()
                .orElse(claim.name())
            : claim.name();
    return content.with(new Publication(seal, claim.place(), name, claim.time().toEpochMilli()));
  }

  private List<Change> withdraw(CatalogueCommand.Withdraw withdraw) {
    Shelf shelf = shelves.get(withdraw.member());
    if (shelf == null) {
      return refuse(Refusal.UNKNOWN_MEMBER);
    }
    List<Change> changes = new ArrayList<>();
    for (String path : withdraw.paths()) {
      shelf.at(path).ifPresent(holding -> take(shelf, holding, changes));
    }
    return changes;
  }

  /** Takes a holding from its member and its content, and the content when it was the last. */
  private void take(Shelf shelf, Holding holding, List<Change> changes) {
    Content content = contents.get(holding.root());
    if (content == null) {
      throw new IllegalStateException("a holding without content: " + holding);
    }
    shelf.remove(holding, content.size());
    files--;
    Content rest = content.without(holding);
    if (rest.holdings().isEmpty()) {
      contents.remove(content.root());
      for (Naming naming : content.namings()) {
        byHash.remove(naming.keyV1(), content.root());
        byHash.remove(naming.keyV2(), content.root());
      }
      changes.add(new Change.ContentRemoved(content.root()));
      return;
    }
    contents.put(content.root(), rest);
    changes.add(
        rest.isHeldBy(holding.member())
            ? new Change.ContentUpdated(content.root())
            : new Change.HolderRemoved(content.root(), holding.member()));
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
    return grown;
  }

  /** All members, also those away, by id. */
  public List<Member> members() {
    return shelves.values().stream().map(Shelf::member).toList();
  }

  /** A member. */
  public Optional<Member> member(MemberId id) {
    return Optional.ofNullable(shelves.get(id)).map(Shelf::member);
  }

  /** Whether this is a member that is not away. */
  public boolean isPresent(MemberId id) {
    Shelf shelf = shelves.get(id);
    return shelf != null && shelf.member().present();
  }

  /** How many paths a member registered. */
  public int fileCount(MemberId id) {
    Shelf shelf = shelves.get(id);
    return shelf == null ? 0 : shelf.count();
  }

  /** How many bytes those are together. */
  public long byteCount(MemberId id) {
    Shelf shelf = shelves.get(id);
    return shelf == null ? 0 : shelf.bytes();
  }

  /** What a member registered, in sums; empty for a stranger. A copy. */
  public ShareDigest digest(MemberId id) {
    Shelf shelf = shelves.get(id);
    return shelf == null ? new ShareDigest() : shelf.digest().copy();
  }

  /** A member's files in one bucket of its digest: O(its files). */
  public List<Holding> bucket(MemberId id, int bucket) {
    Shelf shelf = shelves.get(id);
    return shelf == null
        ? List.of()
        : shelf.all().stream().filter(h -> ShareDigest.bucket(h.mark()) == bucket).toList();
  }

  /** A member's files by path, at most {@code limit} after that one, or from the beginning. */
  public List<Holding> browse(MemberId id, @Nullable Holding after, int limit) {
    Shelf shelf = shelves.get(id);
    return shelf == null ? List.of() : shelf.page(after, limit);
  }

  /** A member's file at this path. */
  public Optional<Holding> file(MemberId id, String path) {
    return Optional.ofNullable(shelves.get(id)).flatMap(shelf -> shelf.at(path));
  }

  /** How many contents are known, also those whose holders are all away. */
  public int contentCount() {
    return contents.size();
  }

  /** How many paths are registered by all members together. */
  public int fileCount() {
    return files;
  }

  /** Every content, earliest registered first. A view: read it before the next command. */
  public Collection<Content> contents() {
    return Collections.unmodifiableCollection(contents.values());
  }

  /** The content with this root. */
  public Optional<Content> content(PiecesRoot root) {
    return Optional.ofNullable(contents.get(root));
  }

  /** The content that has a torrent of this info-hash, of 20 or 32 bytes. */
  public Optional<Content> content(InfoHash hash) {
    PiecesRoot root = byHash.get(Naming.key(hash.toBytes(), 0));
    return Optional.ofNullable(root)
        .map(contents::get)
        .filter(content -> content.naming(hash).isPresent());
  }

  /**
   * Contents whose root or info-hash begins with these hexadecimal digits, at most {@code limit}:
   * two mean that the digits are too few. Looks at every content.
   */
  public List<Content> startingWith(String digits, int limit) {
    return Prefix.of(digits).stream()
        .flatMap(prefix -> contents.values().stream().filter(content -> matches(content, prefix)))
        .limit(limit)
        .toList();
  }

  private static boolean matches(Content content, Prefix prefix) {
    return Prefix.matches(content.root().toBytes(), 0, prefix.bytes(), prefix.half())
        || content.namings().stream()
            .anyMatch(naming -> naming.startsWith(prefix.bytes(), prefix.half()));
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
        Optional.ofNullable(founded),
        Optional.ofNullable(moved),
        grown,
        members(),
        List.copyOf(invitations.values()),
        contents.values().toArray(new Content[0]));
  }

  /** Puts an image's state into this one, which must be new. */
  void restore(CatalogueImage.Header header) {
    founded = header.founded().orElse(null);
    moved = header.moved().orElse(null);
    grown = header.grown();
    for (Member member : header.members()) {
      shelves.put(member.id(), new Shelf(member));
    }
    for (UsedInvitation used : header.invitations()) {
      invitations.put(used.invitation(), used);
    }
  }

  void restore(Content content) {
    contents.put(content.root(), content);
    for (Naming naming : content.namings()) {
      byHash.putIfAbsent(naming.keyV1(), content.root());
      byHash.putIfAbsent(naming.keyV2(), content.root());
    }
    for (Holding holding : content.holdings()) {
      Shelf shelf = shelves.get(holding.member());
      if (shelf != null) {
        shelf.put(holding, content.size());
        files++;
      }
    }
  }
}
