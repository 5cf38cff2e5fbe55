package minibit.daemon.share.scan;

import java.nio.file.Path;

/**
 * Something that is not shared, and why.
 *
 * @param path what
 * @param code such as {@code unreadable}, {@code link-leads-out}, {@code dead-link}, {@code
 *     path-too-long}: stable, for translation
 * @param message in English
 */
public record Trouble(Path path, String code, String message) {
  /** It cannot be read. */
  public static final String UNREADABLE = "unreadable";

  /** A link to something outside of the share. */
  public static final String LEADS_OUT = "link-leads-out";

  /** A link to nothing. */
  public static final String DEAD_LINK = "dead-link";

  /** Folders deeper than the catalogue takes. */
  public static final String TOO_LONG = "path-too-long";

  /** A file beyond what a torrent can hold. */
  public static final String TOO_LARGE = "too-large";

  /** Whether it was left out by rule, and nothing failed. */
  public boolean isSkip() {
    return code.equals(LEADS_OUT) || code.equals(DEAD_LINK);
  }
}
