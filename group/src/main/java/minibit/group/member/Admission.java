package minibit.group.member;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.Member;
import minibit.core.identity.Passport;
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
  Reply known() {
    return new Reply.Known(self.id(), self.passport().boot(), self.office());
  }

  /** Takes a member in, if the passport is in order and nobody else goes by it. On the loop. */
  CompletableFuture<Reply> join(Passport passport, String group) {
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
                : takeIn(passport));
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

  private CompletableFuture<Reply> takeIn(Passport passport) {
    return self.askOnLoop(
        () -> {
          TrackerDuty duty = self.duty();
          if (duty == null) {
            return RequestDesk.refuse(Reply.Code.NOT_TRACKER, "no longer tracker");
          }
          return duty.voter()
              .propose(new CatalogueCommand.MemberJoined(passport, self.clock().instant()))
              .handle(
                  (refusals, failure) -> {
                    if (failure != null) {
                      return RequestDesk.failed(Reply.Code.NO_QUORUM, RequestDesk.textOf(failure));
                    }
                    if (refusals.contains(Refusal.GROUP_CLOSED)) {
                      return RequestDesk.failed(
                          Reply.Code.MOVING, "this group is moving to another of its name");
                    }
                    if (!refusals.isEmpty()) {
                      return RequestDesk.failed(Reply.Code.LIMIT, "the group refuses: " + refusals);
                    }
                    log.info("{} ({}) joined", passport.name(), passport.id().brief());
                    self.onLoop(() -> duty.onJoined(passport.id()));
                    return known();
                  });
        });
  }
}
