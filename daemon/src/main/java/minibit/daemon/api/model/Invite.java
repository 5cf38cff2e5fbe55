package minibit.daemon.api.model;

import java.util.List;

/**
 * What to hand to somebody who shall join.
 *
 * @param group name
 * @param link with group and addresses
 * @param addresses to join at, each {@code host:port}
 */
public record Invite(String group, String link, List<String> addresses) {
  /** Keeps a copy. */
  public Invite {
    addresses = List.copyOf(addresses);
  }
}
