package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;
import minibit.core.words.Phrase;
import minibit.core.words.Sentence;

/**
 * What became of an action on many transfers.
 *
 * @param done transfers it was done with
 * @param failed those it was not, at most {@link #MAX_FAILED}
 */
public record TransferActionAnswer(long done, List<Failure> failed) {
  /** Most failures told: whoever has more than that has one reason for all of them. */
  public static final int MAX_FAILED = 1_000;

  /** Keeps a copy. */
  public TransferActionAnswer {
    failed = List.copyOf(failed);
  }

  /**
   * A transfer that did not take it.
   *
   * @param id as it was asked for
   * @param code stable, for programs
   * @param detail one English sentence
   * @param words what to say it by in another language; null if only English has words for it
   */
  public record Failure(String id, String code, String detail, Optional<Phrase> words) {
    /** What is wrong, for people. */
    public Sentence sentence() {
      return Phrase.sentence(words, detail);
    }
  }
}
