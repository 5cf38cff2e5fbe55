package minibit.daemon.api.model;

import java.util.List;
import minibit.core.words.Sentence;

/**
 * A request that cannot be done, and why. The daemon turns it into a problem document, the client
 * turns the document back into one of these; so whoever calls the API, near or far, sees the same.
 *
 * <p>Statuses and what a command makes of them: 400 a request that cannot be understood, 401 and
 * 403 not allowed, 404 not found, 409 not in this state or not unambiguous, 422 verification
 * failed, 503 no daemon or no tracker, 504 no answer in time, anything else a failure.
 */
public final class ApiException extends RuntimeException {
  /** A name or prefix that fits several contents; {@link #candidates} lists them. */
  public static final String AMBIGUOUS = "ambiguous";

  /** No tracker is in office, or none can be reached. */
  public static final String NO_TRACKER = "no-tracker";

  /** No daemon runs with this home. */
  public static final String NO_DAEMON = "no-daemon";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<Candidate> candidates;
  private final transient Sentence sentence;

  /**
   * A failure.
   *
   * @param status of HTTP, 400 to 599
   * @param code stable, lower-case words joined by hyphens; programs go by it
   * @param sentence for people, with the name or number concerned
   */
  public ApiException(int status, String code, Sentence sentence) {
    this(status, code, sentence, List.of());
  }

  /** A failure that only who writes a program sees, in English. */
  public ApiException(int status, String code, String message) {
    this(status, code, Sentence.plain(message));
  }

  /** A failure that lists what could have been meant. */
  public ApiException(int status, String code, Sentence sentence, List<Candidate> candidates) {
    super(sentence.text());
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not a failure: " + status);
    }
    this.status = status;
    this.code = code;
    this.sentence = sentence;
    this.candidates = List.copyOf(candidates);
  }

  /** The request says nonsense: 400. */
  public static ApiException badRequest(String code, Sentence sentence) {
    return new ApiException(400, code, sentence);
  }

  /** The same, of what only who writes a program gets wrong: in English. */
  public static ApiException badRequest(String code, String message) {
    return badRequest(code, Sentence.plain(message));
  }

  /** What was named is not there: 404. */
  public static ApiException notFound(String code, Sentence sentence) {
    return new ApiException(404, code, sentence);
  }

  /** Not allowed: 403. */
  public static ApiException denied(String code, Sentence sentence) {
    return new ApiException(403, code, sentence);
  }

  /** Not now, or not twice: 409. */
  public static ApiException conflict(String code, Sentence sentence) {
    return new ApiException(409, code, sentence);
  }

  /** The name fits several contents: 409. */
  public static ApiException ambiguous(String name, List<Candidate> candidates) {
    return new ApiException(
        409,
        AMBIGUOUS,
        Sentence.of("several-contents", "several contents fit: {0}", name),
        candidates);
  }

  /** A signature or a hash is not what it should be: 422. */
  public static ApiException verificationFailed(String code, Sentence sentence) {
    return new ApiException(422, code, sentence);
  }

  /** No tracker answers: 503. */
  public static ApiException noTracker(Sentence sentence) {
    return new ApiException(503, NO_TRACKER, sentence);
  }

  /** No daemon answers: 503. */
  public static ApiException noDaemon(Sentence sentence) {
    return new ApiException(503, NO_DAEMON, sentence);
  }

  /** Something went wrong that the asker could not know: 500. */
  public static ApiException failed(String code, Sentence sentence) {
    return new ApiException(500, code, sentence);
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** What is wrong, in English. */
  public String message() {
    return sentence.text();
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /** What could have been meant; empty unless {@link #AMBIGUOUS}. */
  public List<Candidate> candidates() {
    return candidates;
  }
}
