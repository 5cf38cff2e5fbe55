package minibit.cli.shell;

import java.util.List;

/**
 * What a shell is for.
 *
 * @param targets the daemons it can speak to, at least one; the first is in use at the beginning
 * @param quit what leaving it means
 * @param strict whether a script ends at its first failure, with that exit code
 */
public record ShellOptions(List<Target> targets, Quit quit, boolean strict) {
  /** What leaving means. */
  public enum Quit {
    /** The daemon goes on. */
    CLOSES_SHELL,
    /** The shell's owner stops the daemon as soon as the shell returns. */
    STOPS_DAEMON
  }

  /** Keeps a copy. */
  public ShellOptions {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a shell needs a daemon to speak to");
    }
  }
}
