package minibit.cli.frame;

/**
 * One command of the command line. The parser fills its annotated fields, then it runs once; every
 * text it prints comes from {@link Messages}.
 */
public interface Command {
  /**
   * Does the work and gives an {@link ExitCode}. An {@link java.io.IOException} is told to the user
   * with the file it names, a {@link CliException} as it says; anything else is a bug of ours.
   */
  int run(Context context) throws Exception;
}
