package minibit.daemon.run;

import java.util.ArrayList;
import java.util.List;
import minibit.core.metainfo.HostPort;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.config.Keys;
import minibit.daemon.config.Settings;
import minibit.group.member.Entry;

/**
 * How the settings say to come into a group: by its name, by addresses of members, or by an invite
 * link, which says all of it. A home that remembers a group goes on with that.
 *
 * @param group the name to look for
 * @param at members to ask first
 * @param by with a ticket, or without
 */
record Entrance(String group, List<HostPort> at, Entry by) {
  /** Reads what {@code discovery.join} and {@code group.name} say; refuses what cannot be read. */
  static Entrance of(Settings settings) throws BadInvitationException {
    Entrance entrance = new Entrance(settings.get(Keys.GROUP), List.of(), new Entry.Look());
    for (String text : settings.get(Keys.JOIN).list()) {
      try {
        entrance = entrance.and(Invitation.parse(text, entrance.group));
      } catch (ApiException e) {
        throw new BadInvitationException(
            Sentence.of("told-of", "{0}: {1}", "discovery.join", e.sentence()), e);
      }
    }
    return entrance;
  }

  /** By this, too: every address helps, and one ticket is enough. */
  private Entrance and(Invitation invitation) {
    List<HostPort> all = new ArrayList<>(at);
    all.addAll(invitation.at());
    Entry entry = invitation.ticket().<Entry>map(Entry.Invited::new).orElse(by);
    return new Entrance(invitation.group(), all, entry);
  }
}
