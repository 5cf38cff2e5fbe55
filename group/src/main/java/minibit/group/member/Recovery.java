package minibit.group.member;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.id.PeerAddress;
import minibit.core.identity.Passport;
import minibit.core.words.Sentence;
import minibit.group.office.Epoch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a group's log anew when its quorum is lost for good: the same group, one voter, a higher
 * recovery count, by which it wins over whatever comes back of the old log. On the loop.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final GroupMember self;

  Recovery(GroupMember self) {
    this.self = self;
  }

  CompletableFuture<Void> run() {
    if (!self.belonging().isKnown()) {
      return refused(Sentence.of("recover-no-group", "this daemon is in no group"));
    }
    if (self.votes().isOpening()) {
      return refused(
          Sentence.of("recover-opening", "the log is being opened: try again in a moment"));
    }
    if (self.isTracker() || self.status().quorum()) {
      return refused(
          Sentence.of(
              "recover-in-office",
              "the group has a tracker in office: nothing is to be recovered"));
    }
    if (self.belonging().recovery() >= Epoch.MAX_RECOVERY) {
      return refused(
          Sentence.of(
              "recover-too-often",
              "the group was recovered as often as can be counted: found another"));
    }
    List<Passport> known =
        self.voter().map(voter -> voter.read(CatalogueState::members)).orElse(List.of()).stream()
            .map(Member::passport)
            .filter(passport -> !passport.id().equals(self.id()))
            .toList();
    self.votes().close();
    self.tenure().startOver();
    self.belonging().recover(contacts(known));
    log.warn(
        "group {} is recovered by hand for the {}. time: a new log begins here",
        self.belonging().record().group(),
        self.belonging().recovery());
    return self.votes()
        .open(List.of(self.votes().seat()))
        .thenRun(() -> self.tenure().inviteWhenInOffice(known));
  }

  private static CompletableFuture<Void> refused(Sentence reason) {
    return CompletableFuture.failedFuture(new NotRecoveredException(reason));
  }

  private List<PeerAddress> contacts(List<Passport> known) {
    Set<PeerAddress> contacts = new LinkedHashSet<>(self.config().members());
    contacts.addAll(self.belonging().record().members());
    known.forEach(passport -> contacts.addAll(passport.members()));
    return new ArrayList<>(contacts);
  }
}
