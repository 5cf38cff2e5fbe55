package minibit.group.member;

import java.time.Instant;
import java.util.Optional;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.SealPool;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the book as it is kept: a hundred thousand lie there for years, and are looked at
 * when something is to be registered. Two objects and about 160 bytes where an entry takes fourteen
 * and 600. Immutable.
 */
final class BookLine {
  /** Given with every file of a folder, and so shared by them. */
  private final String folder;

  /** One of the few that there are. */
  private final String mediaType;

  private final @Nullable Seal seal;

  /** The name, the hashes, the size, and what the publisher said. */
  private final byte[] rest;

  private final long mark;

  private BookLine(String folder, String mediaType, @Nullable Seal seal, byte[] rest, long mark) {
    this.folder = folder;
    this.mediaType = mediaType;
    this.seal = seal;
    this.rest = rest;
    this.mark = mark;
  }

  static BookLine of(ShareBook.Entry entry) {
    SharedFile file = entry.file();
    PackedWriter out =
        new PackedWriter()
            .text(file.name())
            .raw(file.root().toBytes())
            .raw(file.v1().toBytes())
            .raw(file.v2().toBytes())
            .number(file.size());
    ShareBook.Proof proof = entry.proof().orElse(null);
    if (proof != null) {
      boolean same = proof.name().equals(file.name());
      out.number(proof.place()).number(proof.time().toEpochMilli()).flag(same);
      if (!same) {
        out.text(proof.name());
      }
    }
    Seal seal = proof == null ? null : SealPool.COMMON.shared(proof.seal());
    return new BookLine(file.folder(), file.mediaType(), seal, out.toBytes(), file.mark());
  }

  /** See {@link SharedFile#mark}. */
  long mark() {
    return mark;
  }

  String folder() {
    return folder;
  }

  /** The seal it is proven by, if it is signed. */
  @Nullable Seal seal() {
    return seal;
  }

  /** Folder and name. */
  String path() {
    String name = name();
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Whether this is the line of that path. */
  boolean isAt(String path) {
    return path.startsWith(folder) && path().equals(path);
  }

  private String name() {
    try {
      return new PackedReader(rest).text(CatalogueLimits.NAME_BYTES);
    } catch (BadPacked e) {
      throw new IllegalStateException(e);
    }
  }

  /** The entry that was kept. */
  ShareBook.Entry entry() {
    try {
      PackedReader in = new PackedReader(rest);
      String name = in.text(CatalogueLimits.NAME_BYTES);
      PiecesRoot root = PiecesRoot.of(in.raw(PiecesRoot.LENGTH));
      InfoHash v1 = InfoHash.of(in.raw(InfoHash.WIRE_LENGTH));
      InfoHash v2 = InfoHash.of(in.raw(InfoHash.V2_LENGTH));
      SharedFile file = new SharedFile(root, in.number(), folder, name, mediaType, v1, v2);
      if (seal == null) {
        return new ShareBook.Entry(file, Optional.empty());
      }
      int place = (int) in.number(Integer.MAX_VALUE);
      Instant time = Instant.ofEpochMilli(in.number());
      String said = in.flag() ? name : in.text(Integer.MAX_VALUE);
      return new ShareBook.Entry(file, Optional.of(new ShareBook.Proof(seal, place, said, time)));
    } catch (BadPacked e) {
      throw new IllegalStateException(e);
    }
  }
}
