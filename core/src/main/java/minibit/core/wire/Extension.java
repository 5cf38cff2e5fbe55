package minibit.core.wire;

import java.util.Optional;

/**
 * The extension messages we know (BEP 10), each with the id under which peers send it to us. The
 * ids are ours to choose and never change; those to send with come from the peer's {@link
 * ExtensionHandshake}.
 */
public enum Extension {
  /** Peer exchange (BEP 11). */
  UT_PEX("ut_pex", 1),
  /** The info dictionary, by pieces (BEP 9). */
  UT_METADATA("ut_metadata", 2),
  /** A peer stopped or began to want pieces (BEP 21). */
  UPLOAD_ONLY("upload_only", 3),
  /** A piece is there no longer (BEP 54). */
  DONT_HAVE("lt_donthave", 7);

  /** The id of the extension handshake itself. */
  public static final int HANDSHAKE_ID = 0;

  private final String wireName;
  private final int ourId;

  Extension(String wireName, int ourId) {
    this.wireName = wireName;
    this.ourId = ourId;
  }

  /** What handshakes call it. */
  public String wireName() {
    return wireName;
  }

  /** The id with which it comes to us. */
  public int ourId() {
    return ourId;
  }

  /** The extension that comes to us with this id. */
  public static Optional<Extension> ofOurId(int id) {
    for (Extension extension : values()) {
      if (extension.ourId == id) {
        return Optional.of(extension);
      }
    }
    return Optional.empty();
  }
}
