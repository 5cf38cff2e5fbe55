package minibit.core.metainfo;

import java.util.Locale;
import minibit.core.words.Sentence;

/** A torrent or magnet link that is refused: a stable code for programs, a message for people. */
public final class BadMetainfo extends Exception {
  private final Code code;
  private final transient Sentence sentence;

  /** With a sentence that names the field and, where it helps, the value. */
  public BadMetainfo(Code code, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /** What can be wrong. */
  public enum Code {
    /** The bytes are no bencode, or exceed the decoder's limits. */
    NOT_BENCODE,
    /** There is no info dictionary. */
    NO_INFO,
    /** A meta version that is newer than 2. */
    UNKNOWN_VERSION,
    /** A v2 info dictionary that is not canonical bencode. */
    NOT_CANONICAL,
    /** The name is missing or no string. */
    NO_NAME,
    /** The piece length is missing, too small, too large, or no power of two in v2. */
    BAD_PIECE_LENGTH,
    /** The piece hashes are missing or no multiple of 20 bytes. */
    BAD_PIECES,
    /** The number of piece hashes does not fit the size. */
    WRONG_PIECE_COUNT,
    /** More pieces than are taken. */
    TOO_MANY_PIECES,
    /** Neither a length nor files, both, or files that are no list. */
    BAD_FILES,
    /** More files than are taken. */
    TOO_MANY_FILES,
    /** A file's length is missing, negative, or beyond all measure. */
    BAD_LENGTH,
    /** A file's path is missing, not made of strings, too deep or too long. */
    BAD_PATH,
    /** There is nothing to share: no byte in any file. */
    NO_CONTENT,
    /** The file tree of v2 is malformed. */
    BAD_FILE_TREE,
    /** A file of v2 has no root, or an impossible one. */
    BAD_ROOT,
    /** A piece layer has the wrong size, does not lead to its root, or belongs to no file. */
    BAD_LAYER,
    /** The v1 and v2 halves of a hybrid do not describe the same files. */
    HYBRID_MISMATCH,
    /** A magnet link that is none. */
    NOT_A_MAGNET,
    /** A magnet link without an info-hash. */
    NO_INFO_HASH,
    /** A magnet link with an info-hash that is none. */
    BAD_INFO_HASH,
    /** Metadata whose hash is not the one asked for. */
    WRONG_INFO_HASH;

    /** The stable form for programs: lower case, words joined by hyphens. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
