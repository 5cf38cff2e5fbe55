package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.BencodeValue;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/** The file list of BEP 3: one length, or a list of files. */
final class V1Files {
  private V1Files() {}

  static FileList read(BDict info, String name) throws BadMetainfo {
    Optional<BencodeValue> files = info.get("files");
    if (files.isPresent() == info.has("length")) {
      throw new BadMetainfo(
          Code.BAD_FILES,
          files.isPresent()
              ? Sentence.of("files-and-length", "the torrent has both a length and files")
              : Sentence.of("no-files", "the torrent has neither a length nor files"));
    }
    if (files.isEmpty()) {
      return new FileList(List.of(EntryParser.entry(info, List.of(name), Optional.empty())), false);
    }
    if (!(files.get() instanceof BList list)) {
      throw new BadMetainfo(Code.BAD_FILES, Sentence.of("files-no-list", "the files are no list"));
    }
    return new FileList(entries(list), true);
  }

  private static List<FileList.Entry> entries(BList list) throws BadMetainfo {
    List<FileList.Entry> entries = new ArrayList<>(list.size());
    int padding = 0;
    for (BencodeValue value : list.values()) {
      if (!(value instanceof BDict file)) {
        throw new BadMetainfo(
            Code.BAD_FILES, Sentence.of("file-no-dictionary", "a file is no dictionary"));
      }
      BList path =
          file.list("path.utf-8")
              .or(() -> file.list("path"))
              .filter(names -> names.size() > 0)
              .orElseThrow(
                  () ->
                      new BadMetainfo(
                          Code.BAD_PATH, Sentence.of("file-no-path", "a file has no path")));
      FileList.Entry entry = EntryParser.entry(file, EntryParser.path(path), Optional.empty());
      entries.add(entry);
      padding += entry.pad() ? 1 : 0;
      checkCount(padding);
      checkCount(entries.size() - padding);
    }
    return entries;
  }

  static void checkCount(int count) throws BadMetainfo {
    if (count > InfoParser.MAX_FILES) {
      throw new BadMetainfo(
          Code.TOO_MANY_FILES,
          Sentence.of(
              "too-many-files", "the torrent has more than {0} files", InfoParser.MAX_FILES));
    }
  }
}
