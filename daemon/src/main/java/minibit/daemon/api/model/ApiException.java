package minibit.daemon.api.model;

import java.util.List;

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

  /**
   * A failure.
   *
   * @param status of HTTP, 400 to 599
   * @param code stable, lower-case words joined by hyphens; programs and translations go by it
   * @param message one English sentence with the name or number concerned
   */
  public ApiException(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  /** A failure that lists what could have been meant. */
  public ApiException(int status, String code, String message, List<Candidate> candidates) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not a failure: " + status);
    }
    this.status = status;
    this.code = code;
    this.candidates = List.copyOf(candidates);
  }

  /** The request says nonsense: 400. */
  public static ApiException badRequest(String code, String message) {
    return new ApiException(400, code, message);
  }

  /** What was named is not there: 404. */
  public static ApiException notFound(String code, String message) {
    return new ApiException(404, code, message);
  }

  /** Not allowed: 403. */
  public static ApiException denied(String code, String message) {
    return new ApiException(403, code, message);
  }

  /** Not now, or not twice: 409. */
  public static ApiException conflict(String code, String message) {
    return new ApiException(409, code, message);
  }

  /** The name fits several contents: 409. */
  public static ApiException ambiguous(String name, List<Candidate> candidates) {
    return new ApiException(409, AMBIGUOUS, "several contents fit: " + name, candidates);
  }

  /** A signature or a hash is not what it should be: 422. */
  public static ApiException verificationFailed(String code, String message) {
    return new ApiException(422, code, message);
  }

  /** No tracker answers: 503. */
  public static ApiException noTracker(String message) {
    return new ApiException(503, NO_TRACKER, message);
  }

  /** No daemon answers: 503. */
  public static ApiException noDaemon(String message) {
    return new ApiException(503, NO_DAEMON, message);
  }

  /** Something went wrong that the asker could not know: 500. */
  public static ApiException failed(String code, String message) {
    return new ApiException(500, code, message);
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** One English sentence. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** What could have been meant; empty unless {@link #AMBIGUOUS}. */
  public List<Candidate> candidates() {
    return candidates;
  }
}
