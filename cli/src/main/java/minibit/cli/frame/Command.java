package minibit.cli.frame;

/**
 * One command of the command line. It declares its flags and arguments, the parser sets those that
 * are given, then it runs once; every text it prints comes from {@link Messages}.
 */
public interface Command {
  /** Says what it takes, before {@link #run}; nothing, if not overridden. */
  default void declare(Arguments arguments) {}

  /**
   * Does the work and gives an {@link ExitCode}. An {@link java.io.IOException} is told to the user
   * with the file it names, a {@link CliException} as it says; anything else is a bug of ours.
   */
  int run(Context context) throws Exception;
}
