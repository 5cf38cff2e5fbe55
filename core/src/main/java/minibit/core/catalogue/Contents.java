package minibit.core.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;

/** What is held in the group: contents by root and by info-hash, and how many paths lead there. */
final class Contents {
  private final LinkedHashMap<PiecesRoot, Content> contents = new LinkedHashMap<>();
  private final HashIndex byHash;
  private int files;

  /** No contents yet; the chance is that of {@link HashIndex}. */
  Contents(long chance) {
    byHash = new HashIndex(chance);
  }

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

  /** Takes the files of a registration; what cannot be taken is a change, too. */
  void register(Shelf shelf, CatalogueCommand.Register register, List<Change> changes) {
    ContentEdit edit = new ContentEdit(this, shelf, changes);
    register.files().forEach(file -> edit.register(register, file));
    edit.done();
  }

  /** Takes holdings from their member and their contents, and each content with its last. */
  void take(Shelf shelf, Collection<Holding> holdings, List<Change> changes) {
    ContentEdit edit = new ContentEdit(this, shelf, changes);
    holdings.forEach(edit::take);
    edit.done();
  }

  /** A new content behind all others, or another state of one in its place. */
  void put(Content content) {
    contents.put(content.root(), content);
  }

  /** Forgets a content that nobody holds any more, and all its names. */
  void remove(Content content) {
    contents.remove(content.root());
    for (Naming naming : content.namings()) {
      byHash.remove(naming.keyV1(), content.root());
      byHash.remove(naming.keyV2(), content.root());
    }
  }

  /** Makes a content known by the info-hashes of a name, as far as no other has them. */
  void index(Naming naming, PiecesRoot root) {
    byHash.putIfAbsent(naming.keyV1(), root);
    byHash.putIfAbsent(naming.keyV2(), root);
  }

  void countFiles(int more) {
    files += more;
  }

  /** Puts a content of an image into this; the shelves are those of the image's members. */
  void restore(Content content, Membership members) {
    put(content);
    content.namings().forEach(naming -> index(naming, content.root()));
    for (Holding holding : content.holdings()) {
      Shelf shelf = members.shelf(holding.member());
      if (shelf != null) {
        shelf.put(holding, content.size());
        files++;
      }
    }
  }
}
