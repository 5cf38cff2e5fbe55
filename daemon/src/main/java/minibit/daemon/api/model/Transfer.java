package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.core.words.Phrase;
import minibit.core.words.Sentence;

/**
 * Something that is fetched, or was.
 *
 * @param id digits of the content root, else of the info-hash; names the transfer in the API
 * @param name of the content
 * @param state what it is busy with
 * @param dir folder it lies in
 * @param root pieces root, for content of the group
 * @param infoHashV1 if it has one
 * @param infoHashV2 if it has one
 * @param total bytes wanted; 0 until known
 * @param done bytes of them, verified
 * @param pieces of the torrent; 0 until known
 * @param piecesHave verified ones
 * @param missing pieces that no connected peer has
 * @param down payload bytes a second
 * @param up payload bytes a second
 * @param downloaded payload bytes since it was added
 * @param uploaded payload bytes since it was added
 * @param wasted payload bytes received twice or thrown away
 * @param peers connected
 * @param knownPeers connected or not
 * @param timeLeft seconds until it is whole at the present speed; 0 when done, -1 when nobody can
 *     say
 * @param added when
 * @param completed when
 * @param signedBy the publisher whose signature was checked before it began
 * @param from the only members it is fetched from; empty means anybody
 * @param limits its own
 * @param priority whether it gets its turn before or after others
 * @param problem what stopped it or holds it up
 */
public record Transfer(
    String id,
    String name,
    State state,
    String dir,
    Optional<String> root,
    Optional<String> infoHashV1,
    Optional<String> infoHashV2,
    long total,
    long done,
    long pieces,
    long piecesHave,
    long missing,
    long down,
    long up,
    long downloaded,
    long uploaded,
    long wasted,
    int peers,
    int knownPeers,
    double timeLeft,
    Instant added,
    Optional<Instant> completed,
    Optional<FileResult.SignedBy> signedBy,
    List<String> from,
    Limits limits,
    Priority priority,
    Optional<Trouble> problem) {
  /** Keeps a copy. */
  public Transfer {
    from = List.copyOf(from);
  }

  /** What a transfer is busy with; in lower case in JSON. */
  public enum State {
    /** Waits for its turn. */
    QUEUED,
    /** Fetches the description that a magnet link names. */
    METADATA,
    /** Reads and hashes what lies in the folder. */
    CHECKING,
    /** Some wanted piece is missing. */
    DOWNLOADING,
    /** Whole, and serves. */
    SEEDING,
    /** Stopped by the user. */
    PAUSED,
    /** Stopped by its problem. */
    FAILED,
    /** Whole, and shared with the group from now on. */
    DONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it neither waits for somebody nor is finished. */
    public boolean isActive() {
      return switch (this) {
        case QUEUED, METADATA, CHECKING, DOWNLOADING, SEEDING -> true;
        case PAUSED, FAILED, DONE -> false;
      };
    }

    /** Whether it is whole. */
    public boolean isComplete() {
      return this == SEEDING || this == DONE;
    }
  }

  /**
   * What stopped a transfer.
   *
   * @param code stable: {@code disk-full}, {@code bad-signature}, {@code no-holder}…
   * @param message in English, with the file or number concerned
   * @param words what to say it by in another language; null if only English has words for it
   */
  public record Trouble(String code, String message, Optional<Phrase> words) {
    /** A trouble, and what to say of it. */
    public Trouble(String code, Sentence sentence) {
      this(code, sentence.text(), Phrase.of(sentence));
    }

    /** What is wrong, for people. */
    public Sentence sentence() {
      return Phrase.sentence(words, message);
    }
  }
}
