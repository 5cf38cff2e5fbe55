package minibit.daemon.api.model;

import java.time.Instant;

/**
 * A way into the page, for one browser, once.
 *
 * @param url to be opened; the code stands behind its {@code #}, which browsers send nowhere
 * @param expires when it is too late
 */
public record LoginCode(String url, Instant expires) {
  /** Says nothing: codes end up in no log. */
  @Override
  public String toString() {
    return "LoginCode";
  }
}
