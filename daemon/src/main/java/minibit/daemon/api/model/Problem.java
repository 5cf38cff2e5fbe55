package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;
import minibit.core.words.Phrase;
import minibit.core.words.Sentence;

/**
 * A failure as a document of {@code application/problem+json} (RFC 9457).
 *
 * @param type always {@code about:blank}; {@code code} tells kinds apart
 * @param title the status in words
 * @param status of HTTP
 * @param detail one English sentence
 * @param code stable, for programs
 * @param words what to say it by in another language; null if only English has words for it
 * @param candidates what could have been meant, for the code {@code ambiguous}
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    Optional<Phrase> words,
    List<Candidate> candidates) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Keeps a copy. */
  public Problem {
    candidates = List.copyOf(candidates);
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return Phrase.sentence(words, detail);
  }
}
