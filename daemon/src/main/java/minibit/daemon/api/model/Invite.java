package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to hand to somebody who shall join.
 *
 * @param group name
 * @param id of the group, hexadecimal
 * @param link with group, addresses and, for a closed group, the permission
 * @param addresses to join at, each {@code host:port}
 * @param closed whether the group takes in the invited only: then the address alone will not do
 * @param expires when the link loses its force; empty if never
 * @param reusable whether it takes in more than one daemon
 */
public record Invite(
    String group,
    String id,
    String link,
    List<String> addresses,
    boolean closed,
    Optional<Instant> expires,
    boolean reusable) {
  /** Keeps a copy. */
  public Invite {
    addresses = List.copyOf(addresses);
  }
}
