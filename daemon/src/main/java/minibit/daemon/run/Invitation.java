package minibit.daemon.run;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.HostPort;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.group.closed.Ticket;

/**
 * The way into a group, as somebody hands it on: {@code
 * minibit:join?group=NAME&id=ID&at=HOST:PORT&ticket=…}, or a member's address alone.
 *
 * @param group its name
 * @param id of the group, in writing; empty if an address is all there is
 * @param at members' addresses, at least one
 * @param ticket into a closed group
 */
record Invitation(String group, String id, List<HostPort> at, Optional<Ticket> ticket) {
  private static final String PREFIX = "minibit:join?";

  /** Addresses of one invitation: those of a member with many networks. */
  private static final int MOST = 16;

  Invitation {
    at = List.copyOf(at);
  }

  /** Reads a link or an address. */
  static Invitation parse(String text, String usualGroup) {
    String group = usualGroup;
    String id = "";
    Optional<Ticket> ticket = Optional.empty();
    List<HostPort> at = new ArrayList<>();
    if (text.startsWith(PREFIX)) {
      for (String part : text.substring(PREFIX.length()).split("&", 2 * MOST)) {
        if (part.startsWith("group=")) {
          group = decoded(part.substring("group=".length()));
        } else if (part.startsWith("id=")) {
          id = decoded(part.substring("id=".length()));
        } else if (part.startsWith("ticket=")) {
          ticket = Ticket.parse(decoded(part.substring("ticket=".length())));
          if (ticket.isEmpty()) {
            throw ApiException.badRequest(
                "bad-invitation",
                Sentence.of(
                    "ticket-unreadable",
                    "this invitation is not complete: its ticket cannot be read"));
          }
        } else if (part.startsWith("at=")) {
          HostPort.parse(decoded(part.substring("at=".length()))).ifPresent(at::add);
        }
      }
    } else {
      HostPort.parse(text).ifPresent(at::add);
    }
    if (at.isEmpty() || at.size() > MOST) {
      throw ApiException.badRequest(
          "bad-address",
          Sentence.of("no-entrance", "'{0}' is neither HOST:PORT nor an invite link", text));
    }
    return new Invitation(group, id, at, ticket);
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  /** In writing. */
  String link() {
    StringBuilder link = new StringBuilder(PREFIX).append("group=").append(encoded(group));
    link.append("&id=").append(encoded(id));
    at.forEach(address -> link.append("&at=").append(encoded(address.toString())));
    ticket.ifPresent(given -> link.append("&ticket=").append(given.text()));
    return link.toString();
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
