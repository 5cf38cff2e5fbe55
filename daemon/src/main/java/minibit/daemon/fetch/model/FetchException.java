package minibit.daemon.fetch.model;

import java.io.Serial;
import java.util.List;
import minibit.core.words.Sentence;

/** Why something is not fetched. The code is stable, for programs; the sentence is for people. */
public final class FetchException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What can be wrong. */
  public enum Code {
    /** A signature does not hold: somebody tampered with the catalogue's entry. */
    BAD_SIGNATURE("bad-signature"),
    /** The torrent describes another content than the one that was asked for. */
    WRONG_CONTENT("wrong-content"),
    /** More bytes than any file is shared with: no member can have it. */
    TOO_LARGE("too-large"),
    /** No transfer, and no followed query, goes by this id. */
    NOT_FOUND("not-found"),
    /** Several go by it; {@link #candidates} are their ids. */
    AMBIGUOUS("ambiguous"),
    /** The folder cannot be written to, or is none. */
    BAD_FOLDER("bad-folder"),
    /** What lies there was not fetched, so it is not for us to mend. */
    NOT_FETCHED("not-fetched"),
    /** No file would be left to fetch, or there is no such file. */
    BAD_CHOICE("bad-choice"),
    /** The description of the torrent is not here yet. */
    NO_METADATA("no-metadata"),
    /** More transfers than are kept. */
    TOO_MANY("too-many"),
    /** The engine runs this torrent for something else. */
    IN_USE("in-use"),
    /** The catalogue no longer knows the content. */
    GONE("gone"),
    /** The store of transfers cannot be read or written. */
    STORE_FAILED("store-failed"),
    /** Fetching has been closed. */
    CLOSED("closed");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    /** Lower case, joined by hyphens. */
    public String text() {
      return text;
    }
  }

  private final Code code;
  private final List<String> candidates;
  private final transient Sentence sentence;

  /** For a fault of our own finding. */
  public FetchException(Code code, Sentence sentence) {
    this(code, sentence, List.of());
  }

  /** For an id that means several. */
  public FetchException(Code code, Sentence sentence, List<String> candidates) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
    this.candidates = List.copyOf(candidates);
  }

  /** For what another part could not do. */
  public FetchException(Code code, Sentence sentence, Throwable cause) {
    super(sentence.text(), cause);
    this.code = code;
    this.sentence = sentence;
    this.candidates = List.of();
  }

  /** Which fault. */
  public Code code() {
    return code;
  }

  /** What the id may have meant. */
  public List<String> candidates() {
    return candidates;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }
}
