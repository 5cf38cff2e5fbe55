package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A content of the catalogue: files of equal bytes are one.
 *
 * @param id the whole content id: the digits of {@code root}
 * @param name the earliest registered name
 * @param path of the earliest registration: share name and folders before the name, {@code /}
 *     between
 * @param size in bytes
 * @param type media type
 * @param root pieces root of BEP 52, 64 hexadecimal digits
 * @param infoHashV1 of the canonical torrent under that name, 40 digits
 * @param infoHashV2 of the same, 64 digits
 * @param have whether this daemon has it whole
 * @param signedBy the first publisher; empty if nobody signed
 * @param holders who has it, whole or in part
 * @param registered when first
 */
public record FileResult(
    String id,
    String name,
    String path,
    long size,
    String type,
    String root,
    String infoHashV1,
    String infoHashV2,
    boolean have,
    Optional<SignedBy> signedBy,
    List<HolderRef> holders,
    Instant registered) {
  /** Keeps a copy. */
  public FileResult {
    holders = List.copyOf(holders);
  }

  /**
   * Who signed.
   *
   * @param key public key, hexadecimal
   * @param name of the member with that key; empty if it is none
   * @param valid whether the signature holds
   */
  public record SignedBy(String key, String name, boolean valid) {}

  /**
   * Who has it.
   *
   * @param member name
   * @param memberId hexadecimal
   * @param complete whether whole
   */
  public record HolderRef(String member, String memberId, boolean complete) {}
}
