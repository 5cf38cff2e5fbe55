package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.BencodeValue;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/** What file entries of v1 and v2 have in common: lengths, paths, attributes (BEP 47). */
final class EntryParser {
  /** Folders in each other. */
  static final int MAX_DEPTH = 128;

  /** What BitComet calls its padding, which carries no attribute. */
  private static final String COMET_PADDING = "_____padding_file_";

  private EntryParser() {}

  static FileList.Entry entry(BDict dict, List<String> path, Optional<PiecesRoot> root)
      throws BadMetainfo {
    String attributes = dict.text("attr").orElse("");
    boolean link = attributes.indexOf('l') >= 0;
    Optional<List<String>> target = link ? target(dict) : Optional.empty();
    return new FileList.Entry(
        path,
        link ? 0 : length(dict),
        attributes.indexOf('p') >= 0 || path.getLast().startsWith(COMET_PADDING),
        attributes.indexOf('x') >= 0,
        attributes.indexOf('h') >= 0,
        target,
        link ? Optional.empty() : root);
  }

  static long length(BDict dict) throws BadMetainfo {
    OptionalLong length = dict.integer("length");
    if (length.isEmpty() || length.getAsLong() < 0 || length.getAsLong() > InfoParser.MAX_SIZE) {
      throw new BadMetainfo(
          Code.BAD_LENGTH,
          length.isEmpty()
              ? Sentence.of("file-no-length", "a file has no length")
              : Sentence.of("file-bad-length", "a file cannot have {0} bytes", length.getAsLong()));
    }
    return length.getAsLong();
  }

  /** A path made of cleaned names; never empty, never longer or deeper than we take. */
  static List<String> path(BList names) throws BadMetainfo {
    List<String> path = cleaned(names);
    return check(path.isEmpty() ? List.of("_") : path);
  }

  static List<String> check(List<String> path) throws BadMetainfo {
    if (path.size() > MAX_DEPTH) {
      throw new BadMetainfo(
          Code.BAD_PATH,
          Sentence.of(
              "path-too-deep", "a path of {0} names is deeper than {1}", path.size(), MAX_DEPTH));
    }
    if (SafeNames.utf8Length(path) > SafeNames.MAX_PATH) {
      throw new BadMetainfo(
          Code.BAD_PATH,
          Sentence.of("path-too-long", "a path is longer than {0} bytes", SafeNames.MAX_PATH));
    }
    return List.copyOf(path);
  }

  /** A link without a usable target stays where it is: it leads to the torrent's own folder. */
  private static Optional<List<String>> target(BDict dict) throws BadMetainfo {
    BList names =
        dict.list("symlink path")
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.BAD_PATH,
                        Sentence.of("link-nowhere", "a link says not where it leads")));
    return Optional.of(check(cleaned(names)));
  }

  private static List<String> cleaned(BList names) throws BadMetainfo {
    List<String> path = new ArrayList<>(names.size());
    for (BencodeValue name : names.values()) {
      if (!(name instanceof BBytes bytes)) {
        throw new BadMetainfo(
            Code.BAD_PATH, Sentence.of("path-no-string", "a part of a path is not a string"));
      }
      SafeNames.clean(bytes).ifPresent(path::add);
    }
    return path;
  }
}
