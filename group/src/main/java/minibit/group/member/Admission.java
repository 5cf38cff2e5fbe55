package minibit.group.member;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.Member;
import minibit.core.identity.Passport;
import minibit.group.closed.Ticket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tracker's door: looks at passports and takes members in. Owned by the loop. */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final GroupMember self;

  Admission(GroupMember self) {
    this.self = self;
  }

  /** Who is tracker, as far as this member knows. */
  Reply.Known known() {
    return new Reply.Known(self.id(), self.passport().boot(), self.office());
  }

  /** Takes a member in, if the passport is in order and nobody else goes by it. On the loop. */
  CompletableFuture<Reply> join(Passport passport, String group, Optional<Ticket.Stub> guest) {
    TrackerDuty duty = self.duty();
    if (passport.version() != GroupConfig.VERSION) {
      return RequestDesk.refuse(
          Reply.Code.VERSION,
          "this group speaks version "
              + GroupConfig.VERSION
              + ", and "
              + passport.name()
              + " version "
              + passport.version()
              + ": the older of the two minibits must be updated");
    }
    if (self.knownFace().isPresent() && !self.knownFace().get().name().equals(group)) {
      return RequestDesk.refuse(
          Reply.Code.OTHER_GROUP,
          "the group here is called " + self.knownFace().get().name() + ", not " + group);
    }
    if (duty == null) {
      return self.office().isPresent()
          ? CompletableFuture.completedFuture(known())
          : RequestDesk.refuse(Reply.Code.NOT_TRACKER, "no tracker is known here");
    }
    Optional<Member> old = duty.voter().read(state -> state.member(passport.id()));
    Optional<String> unwelcome = unwelcome(old, guest);
    if (unwelcome.isPresent()) {
      return RequestDesk.refuse(Reply.Code.NOT_INVITED, unwelcome.get());
    }
    if (old.isPresent() && old.get().passport().time().isAfter(passport.time())) {
      return RequestDesk.refuse(Reply.Code.MALFORMED, "a newer passport of this member is known");
    }
    if (!self.post().meet(passport)) {
      return RequestDesk.refuse(Reply.Code.MALFORMED, "the passport is not signed by its key");
    }
    boolean otherStart = old.isPresent() && old.get().passport().boot() != passport.boot();
    CompletableFuture<Boolean> duplicate =
        otherStart && old.get().present()
            ? stillAnswers(old.get().passport())
            : CompletableFuture.completedFuture(false);
    return duplicate.thenCompose(
        alive ->
            alive
                ? RequestDesk.refuse(
                    Reply.Code.DUPLICATE_IDENTITY,
                    "another daemon with this identity is alive; minibit identity new makes one")
                : takeIn(passport, guest));
  }

  /** Why a closed group does not take somebody in, who has its key or a ticket that it made. */
  private Optional<String> unwelcome(Optional<Member> old, Optional<Ticket.Stub> guest) {
    if (!self.door().isClosed()) {
      return Optional.empty();
    }
    if (guest.isPresent()) {
      return guest.get().expires().isBefore(self.clock().instant())
          ? Optional.of("this invitation has expired; a member makes another: minibit group invite")
          : Optional.empty();
    }
    // A log that was begun anew knows only whom the recovering member knew: then the key will do.
    return old.isPresent() || self.belonging().recovery() > 0
        ? Optional.empty()
        : Optional.of(
            "this group has forgotten this daemon; it needs a new invitation: minibit group invite");
  }

  /** Whether the start that an older passport is of answers at its own address. */
  private CompletableFuture<Boolean> stillAnswers(Passport older) {
    return self.post()
        .askOpenly(older.members(), new Request.Ask(""), self.config().settings().heartbeat())
        .handle(
            (reply, failure) ->
                reply instanceof Reply.Known known
                    && known.id().equals(older.id())
                    && known.boot() == older.boot());
  }

  private CatalogueCommand entry(Passport passport, Optional<Ticket.Stub> guest) {
    Instant now = self.clock().instant();
    return guest
        .filter(stub -> !stub.reusable())
        .<CatalogueCommand>map(
            stub -> new CatalogueCommand.MemberAdmitted(passport, stub.id(), stub.expires(), now))
        .orElseGet(() -> new CatalogueCommand.MemberJoined(passport, now));
  }

  private CompletableFuture<Reply> takeIn(Passport passport, Optional<Ticket.Stub> guest) {
    return self.askOnLoop(
        () -> {
          TrackerDuty duty = self.duty();
          if (duty == null) {
            return RequestDesk.refuse(Reply.Code.NOT_TRACKER, "no longer tracker");
          }
          if (duty.hasLeft(passport)) {
            return CompletableFuture.completedFuture(known());
          }
          return duty.voter()
              .propose(entry(passport, guest))
              .handle(
                  (refusals, failure) -> {
                    if (failure != null) {
                      return RequestDesk.failed(Reply.Code.NO_QUORUM, RequestDesk.textOf(failure));
                    }
                    if (refusals.contains(Refusal.GROUP_CLOSED)) {
                      return RequestDesk.failed(
                          Reply.Code.MOVING, "this group is moving to another of its name");
                    }
                    if (refusals.contains(Refusal.INVITATION_USED)) {
                      return RequestDesk.failed(
                          Reply.Code.NOT_INVITED,
                          "this invitation was for one, and another daemon has used it");
                    }
                    if (!refusals.isEmpty()) {
                      return RequestDesk.failed(Reply.Code.LIMIT, "the group refuses: " + refusals);
                    }
                    log.info("{} ({}) joined", passport.name(), passport.id().brief());
                    self.onLoop(() -> duty.onJoined(passport));
                    Reply.Known known = known();
                    return guest.isPresent()
                        ? new Reply.Admitted(known, self.door().key().orElseThrow().toBytes())
                        : known;
                  });
        });
  }
}
