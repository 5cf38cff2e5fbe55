package minibit.cli.view;

/** Hexadecimal ids, as short as people can use them. */
public final class Ids {
  /** Some 10^9 combinations: among 200,000 files a handful share their first eight digits. */
  private static final int SHORT = 10;

  private Ids() {}

  /** The first digits, enough to name it again. */
  public static String brief(String id) {
    return id.length() <= SHORT ? id : id.substring(0, SHORT);
  }
}
