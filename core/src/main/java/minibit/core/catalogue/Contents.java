package minibit.core.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import org.jspecify.annotations.Nullable;

/** What is held in the group: contents by root and by info-hash, and how many paths lead there. */
final class Contents {
  private final LinkedHashMap<PiecesRoot, Content> contents = new LinkedHashMap<>();
  private final HashIndex byHash = new HashIndex();
  private int files;

  /** How many contents there are. */
  int count() {
    return contents.size();
  }

  /** How many paths are registered. */
  int files() {
    return files;
  }

  /** Every content, earliest registered first. A view. */
  Collection<Content> all() {
    return Collections.unmodifiableCollection(contents.values());
  }

  Optional<Content> get(PiecesRoot root) {
    return Optional.ofNullable(contents.get(root));
  }

  Optional<Content> get(InfoHash hash) {
    PiecesRoot root = byHash.get(Naming.key(hash.toBytes(), 0));
    return Optional.ofNullable(root)
        .map(contents::get)
        .filter(content -> content.naming(hash).isPresent());
  }

  List<Content> startingWith(String digits, int limit) {
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

  /** Takes one file of a registration; what cannot be taken is a change, too. */
  void register(
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
    if (registration.file().size() > CatalogueLimits.FILE_BYTES) {
      return Optional.of(Refusal.FILE_TOO_LARGE);
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

  /** Takes a holding from its member and its content, and the content when it was the last. */
  void take(Shelf shelf, Holding holding, List<Change> changes) {
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

  /** Puts a content of an image into this; the shelves are those of the image's members. */
  void restore(Content content, Membership members) {
    contents.put(content.root(), content);
    for (Naming naming : content.namings()) {
      byHash.putIfAbsent(naming.keyV1(), content.root());
      byHash.putIfAbsent(naming.keyV2(), content.root());
    }
    for (Holding holding : content.holdings()) {
      Shelf shelf = members.shelf(holding.member());
      if (shelf != null) {
        shelf.put(holding, content.size());
        files++;
      }
    }
  }
}
