package minibit.cli.remote;

import java.util.Set;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Transfer.Trouble;

/** What daemons complain of, as exit codes and sentences. */
public final class Troubles {
  /** Codes of transfers whose bytes or signatures are not what they should be. */
  private static final Set<String> UNVERIFIED =
      Set.of("bad-signature", "unsigned", "bad-proof", "wrong-root", "wrong-info-hash", "corrupt");

  private Troubles() {}

  /** The exit code that an API's failure deserves. */
  public static int exit(ApiException e) {
    return switch (e.status()) {
      case 400 -> ExitCode.USAGE;
      case 401, 403 -> ExitCode.DENIED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409 -> e.code().equals(ApiException.AMBIGUOUS) ? ExitCode.USAGE : ExitCode.FAILURE;
      case 422 -> ExitCode.VERIFICATION_FAILED;
      case 503, 504 -> ExitCode.UNREACHABLE;
      default -> ExitCode.FAILURE;
    };
  }

  /** The end of a command that waited for a transfer which failed. */
  static CliException of(Trouble trouble) {
    int exit =
        UNVERIFIED.contains(trouble.code())
            ? ExitCode.VERIFICATION_FAILED
            : trouble.code().equals("denied") ? ExitCode.DENIED : ExitCode.FAILURE;
    return CliException.said(exit, trouble.code(), trouble.sentence());
  }

  /** A trouble that a transfer may get over, in the user's language if we know it. */
  static String text(Context context, Trouble trouble) {
    return CliException.said(ExitCode.FAILURE, trouble.code(), trouble.sentence())
        .text(context.messages());
  }
}
