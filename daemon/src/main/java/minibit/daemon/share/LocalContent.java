package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.words.Sentence;
import minibit.daemon.share.ShareException.Code;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.scan.MediaTypes;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.scan.WireNames;
import minibit.group.member.ShareBook;

/**
 * A content that lies whole in a file of ours, with all that is needed to serve it.
 *
 * @param hashes of the content
 * @param file where it lies
 * @param name which it has here, in NFC
 * @param mediaType such as {@code image/png}
 * @param stamp what the file looked like when it was hashed; see {@link Shares#stillSame}
 * @param proof whose signature it is registered under, once it is
 */
public record LocalContent(
    ContentHashes hashes,
    Path file,
    String name,
    String mediaType,
    Stamp stamp,
    Optional<ShareBook.Proof> proof) {
  /**
   * What a finished fetch knows of its file; empty if the torrent is not cut as shared files are,
   * so that the file must be read to be shared.
   *
   * @param torrent of one file
   * @param layer its piece layer, if it came from peers and is not in the torrent
   * @param proof whose signature was verified before the fetch; empty: we sign it ourselves
   * @throws IOException if the file is not there
   */
  public static Optional<LocalContent> fetched(
      Path file, Metainfo torrent, Optional<byte[]> layer, Optional<ShareBook.Proof> proof)
      throws IOException {
    Optional<ContentHashes> hashes = ContentHashes.of(torrent, layer);
    Optional<Stamp> stamp = Stamp.at(file);
    if (hashes.isEmpty() || stamp.isEmpty() || stamp.get().size() != hashes.get().size()) {
      return Optional.empty();
    }
    String name = WireNames.of(file);
    return Optional.of(
        new LocalContent(hashes.get(), file, name, MediaTypes.of(name), stamp.get(), proof));
  }

  /** The content's own name. */
  public PiecesRoot root() {
    return hashes.root();
  }

  /** Bytes of it. */
  public long size() {
    return hashes.size();
  }

  /**
   * The canonical hybrid torrent under that name: from kept hashes, without a look at the file.
   *
   * @param asName in NFC: one of the content's names in the catalogue, or the one it has here
   * @throws ShareException if the file is empty: no torrent can be of it
   */
  public Metainfo torrent(String asName) {
    if (hashes.isEmpty()) {
      throw new ShareException(
          Code.EMPTY_FILE, Sentence.of("empty-file", "an empty file has no torrent: {0}", asName));
    }
    return hashes.torrent(asName);
  }
}
