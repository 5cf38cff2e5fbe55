package minibit.cli.frame;

/** The exit codes scripts may rely on. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** It did not work: a bad file, a full disk, a port in use. */
  public static final int FAILURE = 1;

  /** The command line was not understood. */
  public static final int USAGE = 2;

  /** What was named does not exist. */
  public static final int NOT_FOUND = 3;

  /** No daemon or no tracker answers. */
  public static final int UNREACHABLE = 4;

  /** The bytes are not what their hashes say. */
  public static final int VERIFICATION_FAILED = 5;

  /** Not allowed. */
  public static final int DENIED = 6;

  /** Ended by Ctrl-C or SIGTERM. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
