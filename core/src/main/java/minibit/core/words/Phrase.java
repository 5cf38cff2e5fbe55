package minibit.core.words;

import java.util.List;
import java.util.Optional;

/**
 * What lets another process say a {@link Sentence} in another language. It travels beside the
 * English text, which is all that is left where nobody knows the key.
 *
 * @param key never empty
 * @param args what fills the places, as text
 */
public record Phrase(String key, List<String> args) {
  /** Keeps a copy. */
  public Phrase {
    args = List.copyOf(args);
  }

  /** What of a sentence travels; nothing of words that are somebody else's. */
  public static Optional<Phrase> of(Sentence sentence) {
    return sentence.key().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Phrase(sentence.key(), sentence.args().stream().map(Sentence::text).toList()));
  }

  /** The sentence again: from afar, so more than can be told apart is left away. */
  public static Sentence sentence(Optional<Phrase> phrase, String english) {
    return phrase
        .map(
            known ->
                new Sentence(
                    known.key(),
                    english,
                    known.args().stream().limit(Sentence.MAX_ARGS).map(Sentence::plain).toList()))
        .orElseGet(() -> Sentence.plain(english));
  }
}
