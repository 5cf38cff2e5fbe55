package minibit.cli;

/** The version of this program, as the build names it. */
final class Version {
  /** Kept equal to the version of the build by a test. */
  static final String NUMBER = "0.1.0";

  private Version() {}
}
