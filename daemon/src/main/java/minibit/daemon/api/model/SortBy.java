package minibit.daemon.api.model;

import java.util.Locale;

/** The order of search results; in lower case in JSON. */
public enum SortBy {
  /** Best match first, the more available first among equals. */
  RELEVANCE,
  /** By name. */
  NAME,
  /** Largest first. */
  SIZE,
  /** Latest registered first. */
  NEWEST,
  /** Most holders first. */
  HOLDERS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
