package minibit.cli.frame;

/** The version of this program, as the build names it. */
public final class Version {
  /** Kept equal to the version of the build by a test. */
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
