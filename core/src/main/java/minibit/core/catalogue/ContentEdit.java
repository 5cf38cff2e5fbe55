package minibit.core.catalogue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import org.jspecify.annotations.Nullable;

/**
 * What one command does to the contents of one member, file by file. The contents have it all when
 * it is done.
 */
final class ContentEdit {
  private final Contents contents;
  private final Shelf shelf;
  private final List<Change> changes;
  private final Map<PiecesRoot, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  ContentEdit(Contents contents, Shelf shelf, List<Change> changes) {
    this.contents = contents;
    this.shelf = shelf;
    this.changes = changes;
  }

  /** Takes one file of a registration; what cannot be taken is a change, too. */
  void register(CatalogueCommand.Register register, Registration registration) {
    SharedFile file = registration.file();
    Draft draft = draft(file.root());
    Optional<Holding> old = shelf.at(file.folder(), file.name());
    Optional<Refusal> refusal = objection(register, registration, draft, old.isPresent());
    if (refusal.isPresent()) {
      changes.add(new Change.Refused(refusal.get()));
      return;
    }
    boolean same = old.filter(holding -> isSame(holding, file)).isPresent();
    if (old.isPresent() && !same) {
      take(old.get());
      draft = draft(file.root());
    }
    boolean known = draft != null;
    if (draft == null) {
      draft = begin(file, register.at().toEpochMilli());
    }
    final Content before = draft.content();
    final boolean held = draft.isHeld();
    if (!same) {
      hold(draft, file);
    }
    draft.content(published(draft.content(), register.seals(), registration));
    if (same && draft.content() == before) {
      return;
    }
    changes.add(
        !known
            ? new Change.ContentAdded(file.root(), register.member())
            : held
                ? new Change.ContentUpdated(file.root())
                : new Change.HolderAdded(file.root(), register.member()));
  }

  /** Takes a holding from its member and its content, and the content when it was the last. */
  void take(Holding holding) {
    Draft draft = draft(holding.root());
    if (draft == null) {
      throw new IllegalStateException("a holding without content: " + holding);
    }
    Content content = draft.content();
    shelf.remove(holding, content.size());
    contents.countFiles(-1);
    draft.take(holding);
    if (draft.isEmpty()) {
      drafts.remove(content.root());
      contents.remove(content);
      changes.add(new Change.ContentRemoved(content.root()));
      return;
    }
    changes.add(
        draft.isHeld()
            ? new Change.ContentUpdated(content.root())
            : new Change.HolderRemoved(content.root(), holding.member()));
  }

  /** Gives the contents what has changed. */
  void done() {
    drafts.values().forEach(draft -> contents.put(draft.done()));
  }

  /** The content of this root, if there is one, to be changed. */
  private @Nullable Draft draft(PiecesRoot root) {
    Draft known = drafts.get(root);
    if (known != null) {
      return known;
    }
    return contents.get(root).map(this::open).orElse(null);
  }

  private Draft open(Content content) {
    Draft draft = new Draft(content, shelf.member().id());
    drafts.put(content.root(), draft);
    return draft;
  }

  /** A new content, which has its place among the others from now. */
  private Draft begin(SharedFile file, long since) {
    Content content = new Content(file.root(), file.size(), since, List.of(), List.of(), List.of());
    contents.put(content);
    return open(content);
  }

  private Optional<Refusal> objection(
      CatalogueCommand.Register register,
      Registration registration,
      @Nullable Draft known,
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
    if (known != null && known.content().size() != registration.file().size()) {
      return Optional.of(Refusal.SIZE_DIFFERS);
    }
    return contents.files() >= CatalogueLimits.FILES && !replaces
        ? Optional.of(Refusal.TOO_MANY_FILES)
        : Optional.empty();
  }

  private static boolean holds(Seal seal, int place) {
    return switch (seal) {
      case Seal.Batch batch -> place < batch.count();
      case Seal.Path path -> place == path.index();
    };
  }

  /** Marks of different contents may be alike by ill will. */
  private static boolean isSame(Holding holding, SharedFile file) {
    return holding.mark() == file.mark() && holding.root().equals(file.root());
  }

  private void hold(Draft draft, SharedFile file) {
    Content content = named(draft.content(), file);
    draft.content(content);
    Naming naming = namingOf(content, file).orElseGet(() -> naming(file));
    String folder = intern(file.folder());
    Holding holding = new Holding(shelf.member().id(), content.root(), folder, naming, file.mark());
    draft.add(holding);
    shelf.put(holding, content.size());
    contents.countFiles(1);
  }

  private String intern(String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** The content with this file's name among its namings, as long as there is room. */
  private Content named(Content content, SharedFile file) {
    if (namingOf(content, file).isPresent()
        || content.namings().size() >= CatalogueLimits.NAMES_PER_CONTENT) {
      return content;
    }
    Naming naming = naming(file);
    contents.index(naming, content.root());
    return content.with(naming);
  }

  private Naming naming(SharedFile file) {
    return new Naming(file.name(), intern(file.mediaType()), file.v1(), file.v2());
  }

  private static Optional<Naming> namingOf(Content content, SharedFile file) {
    for (Naming naming : content.namings()) {
      if (naming.isSame(file.name(), file.mediaType(), file.v1(), file.v2())) {
        return Optional.of(naming);
      }
    }
    return Optional.empty();
  }

  private static Content published(Content content, List<Seal> brought, Registration registration) {
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
}
