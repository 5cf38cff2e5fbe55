package minibit.core.catalogue;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import minibit.core.packed.BadPacked;

/**
 * A catalogue at one moment, to be written out. It goes in chunks of about half a mebibyte, so that
 * nobody ever holds the whole in bytes. Its order is the state's own, so equal states give equal
 * bytes.
 *
 * <p>The first chunk is a header. The others are contents one after another, each with its holdings
 * behind it; a chunk ends between two of either, and the next goes on there.
 */
public final class CatalogueImage {
  /** The form of the chunks; a snapshot of a later form is not read. */
  static final int FORMAT = 3;

  /** The form with a fixed number of contents in a chunk, whole; read all the same. */
  static final int WHOLE_CONTENTS = 2;

  /** The form before invitations; read all the same. */
  static final int WITHOUT_INVITATIONS = 1;

  /** Bytes at which a chunk ends; what is begun is finished, a few hundred kilobytes at most. */
  static final int CHUNK_BYTES = 512 << 10;

  /** Bytes of a chunk that is written: the header of a full group needs a quarter. */
  public static final int MAX_CHUNK_BYTES = 64 << 20;

  record Header(
      Optional<CatalogueCommand.Founded> founded,
      Optional<CatalogueCommand.Moved> moved,
      boolean grown,
      List<Member> members,
      List<UsedInvitation> invitations) {}

  private final Header header;
  private final Content[] contents;

  CatalogueImage(Header header, Content[] contents) {
    this.header = header;
    this.contents = contents;
  }

  Header header() {
    return header;
  }

  /** How many contents. */
  int count() {
    return contents.length;
  }

  Content content(int number) {
    return contents[number];
  }

  /** The chunks, made as they are asked for. */
  public Iterator<byte[]> chunks() {
    return new ImageWriter(this);
  }

  /**
   * Reads the chunks of an image, in order, into a new state.
   *
   * @param chance as in {@link CatalogueState}
   * @throws BadPacked if they are not all of one image
   */
  public static CatalogueState restore(Iterator<byte[]> chunks, long chance) throws BadPacked {
    return new ImageReader(chunks, chance).read();
  }
}
