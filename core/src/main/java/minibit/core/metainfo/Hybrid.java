package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/** Joins the two halves of a hybrid, which must describe the same files (BEP 52). */
final class Hybrid {
  private Hybrid() {}

  /** The v1 half, padding included, with the roots of the v2 half. */
  static FileList merge(FileList v1, FileList v2, int pieceLength) throws BadMetainfo {
    Iterator<FileList.Entry> others = v2.entries().iterator();
    List<FileList.Entry> merged = new ArrayList<>(v1.entries().size());
    long offset = 0;
    for (FileList.Entry entry : v1.entries()) {
      if (entry.pad()) {
        merged.add(entry);
      } else {
        if (!others.hasNext()) {
          throw mismatch(
              Sentence.of("v2-lacks", "v1 has the file {0} which v2 has not", shown(entry)));
        }
        FileList.Entry other = others.next();
        if (!entry.path().equals(other.path())) {
          throw mismatch(
              Sentence.of("v2-other", "v1 has {0} where v2 has {1}", shown(entry), shown(other)));
        }
        if (entry.length() != other.length() || !entry.symlink().equals(other.symlink())) {
          throw mismatch(
              Sentence.of(
                  "halves-contents", "v1 and v2 give {0} different contents", shown(entry)));
        }
        if (entry.length() > 0 && offset % pieceLength != 0) {
          throw mismatch(
              Sentence.of("v1-unaligned", "v1 does not begin a piece with {0}", shown(entry)));
        }
        merged.add(entry.withRoot(other.root()));
      }
      offset += entry.length();
    }
    if (others.hasNext()) {
      throw mismatch(
          Sentence.of("v1-lacks", "v2 has the file {0} which v1 has not", shown(others.next())));
    }
    return new FileList(merged, v1.folder());
  }

  private static String shown(FileList.Entry entry) {
    return "\"" + String.join("/", entry.path()) + "\"";
  }

  private static BadMetainfo mismatch(Sentence how) {
    return new BadMetainfo(
        Code.HYBRID_MISMATCH,
        Sentence.of("halves-differ", "the halves of the hybrid differ: {0}", how));
  }
}
