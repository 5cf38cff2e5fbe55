package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one content.
 *
 * @param file as a search shows it
 * @param pieceLength of the canonical torrent, bytes
 * @param pieces of the canonical torrent
 * @param magnet link of the canonical torrent
 * @param publications every registration, earliest first
 */
public record FileDetail(
    FileResult file, long pieceLength, long pieces, String magnet, List<Publication> publications) {
  /** Keeps a copy. */
  public FileDetail {
    publications = List.copyOf(publications);
  }

  /**
   * One member's registration of the content.
   *
   * @param member name
   * @param memberId hexadecimal
   * @param path share name, folders and file name, {@code /} between
   * @param infoHashV1 under that file name
   * @param infoHashV2 under that file name
   * @param signedBy whose signature comes with it
   * @param signed the time the signature states
   * @param present whether the member is there now
   */
  public record Publication(
      String member,
      String memberId,
      String path,
      String infoHashV1,
      String infoHashV2,
      Optional<FileResult.SignedBy> signedBy,
      Optional<Instant> signed,
      boolean present) {}
}
