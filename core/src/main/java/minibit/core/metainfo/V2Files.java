package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/** The file tree of BEP 52. Recurses as deep as a decoder lets values nest. */
final class V2Files {
  private final List<FileList.Entry> entries = new ArrayList<>();

  private V2Files() {}

  /**
   * @param rawName the torrent's name as it stood: a tree that holds nothing but one file of that
   *     name has no folder
   */
  static FileList read(BDict info, BBytes rawName, String name) throws BadMetainfo {
    BDict tree =
        info.dict("file tree")
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.BAD_FILE_TREE, Sentence.of("no-file-tree", "there is no file tree")));
    if (tree.has("")) {
      throw new BadMetainfo(
          Code.BAD_FILE_TREE,
          Sentence.of("tree-no-folder", "the root of the file tree is no folder"));
    }
    V2Files files = new V2Files();
    Optional<BDict> single = single(tree, rawName);
    if (single.isPresent()) {
      files.file(single.get(), List.of(name));
    } else {
      files.folder(tree, List.of());
    }
    return new FileList(files.entries, single.isEmpty());
  }

  private static Optional<BDict> single(BDict tree, BBytes rawName) {
    if (tree.size() == 1
        && tree.get(rawName).orElse(tree) instanceof BDict only
        && only.get("").orElse(BList.of(List.of())) instanceof BDict) {
      return Optional.of(only);
    }
    return Optional.empty();
  }

  private void folder(BDict tree, List<String> path) throws BadMetainfo {
    for (BBytes key : tree.keys()) {
      if (key.length() == 0) {
        throw new BadMetainfo(
            Code.BAD_FILE_TREE,
            Sentence.of("tree-both", "an entry of the file tree is both a file and a folder"));
      }
      if (!(tree.get(key).orElseThrow() instanceof BDict node)) {
        throw new BadMetainfo(
            Code.BAD_FILE_TREE,
            Sentence.of("tree-no-dictionary", "an entry of the file tree is no dictionary"));
      }
      List<String> below = new ArrayList<>(path);
      SafeNames.clean(key).ifPresent(below::add);
      if (node.size() == 1 && node.has("")) {
        file(node, EntryParser.check(below.isEmpty() ? List.of("_") : below));
      } else {
        folder(node, EntryParser.check(below));
      }
    }
  }

  private void file(BDict node, List<String> path) throws BadMetainfo {
    BDict file =
        node.dict("")
            .filter(properties -> node.size() == 1)
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.BAD_FILE_TREE,
                        Sentence.of("tree-bad-file", "a file of the tree is malformed")));
    FileList.Entry entry = EntryParser.entry(file, path, root(file));
    if (entry.length() > 0 && entry.root().isEmpty()) {
      throw new BadMetainfo(
          Code.BAD_ROOT,
          Sentence.of("no-root", "a file that is not empty has no pieces root of 32 bytes"));
    }
    entries.add(entry.length() > 0 ? entry.notPadding() : entry.withRoot(Optional.empty()));
    V1Files.checkCount(entries.size());
  }

  private static Optional<PiecesRoot> root(BDict file) {
    return file.bytes("pieces root")
        .filter(root -> root.length == PiecesRoot.LENGTH)
        .filter(root -> !Arrays.equals(root, new byte[PiecesRoot.LENGTH]))
        .map(PiecesRoot::of);
  }
}
