package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.BencodeValue;
import minibit.core.metainfo.BadMetainfo.Code;

/** The file list of BEP 3: one length, or a list of files. */
final class V1Files {
  private V1Files() {}

  static FileList read(BDict info, String name) throws BadMetainfo {
    Optional<BencodeValue> files = info.get("files");
    if (files.isPresent() == info.has("length")) {
      throw new BadMetainfo(
          Code.BAD_FILES,
          files.isPresent()
              ? "the torrent has both a length and files"
              : "the torrent has neither a length nor files");
    }
    if (files.isEmpty()) {
      return new FileList(List.of(EntryParser.entry(info, List.of(name), Optional.empty())), false);
    }
    if (!(files.get() instanceof BList list)) {
      throw new BadMetainfo(Code.BAD_FILES, "the files are no list");
    }
    return new FileList(entries(list), true);
  }

  private static List<FileList.Entry> entries(BList list) throws BadMetainfo {
    List<FileList.Entry> entries = new ArrayList<>(list.size());
    int padding = 0;
    for (BencodeValue value : list.values()) {
      if (!(value instanceof BDict file)) {
        throw new BadMetainfo(Code.BAD_FILES, "a file is no dictionary");
      }
      BList path =
          file.list("path.utf-8")
              .or(() -> file.list("path"))
              .filter(names -> names.size() > 0)
              .orElseThrow(() -> new BadMetainfo(Code.BAD_PATH, "a file has no path"));
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
          Code.TOO_MANY_FILES, "the torrent has more than " + InfoParser.MAX_FILES + " files");
    }
  }
}
