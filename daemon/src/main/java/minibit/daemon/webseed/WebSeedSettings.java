package minibit.daemon.webseed;

/**
 * Whether web servers that torrents and magnet links name are asked. Those that the user names
 * always are.
 *
 * @param enabled whether any are
 * @param local whether those of this machine and of private networks are; see {@link WebSeedReach}
 */
public record WebSeedSettings(boolean enabled, boolean local) {
  /** None: for engines that speak only to whom they are told to. */
  public static final WebSeedSettings OFF = new WebSeedSettings(false, false);

  /** All, as far as a stranger may name them. */
  public static final WebSeedSettings ON = new WebSeedSettings(true, true);

  /** As the setting says: {@code all}, {@code public}, or {@code none}. */
  public static WebSeedSettings of(String which) {
    return new WebSeedSettings(!which.equals("none"), which.equals("all"));
  }
}
