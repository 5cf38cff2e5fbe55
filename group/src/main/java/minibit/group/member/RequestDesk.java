package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.catalogue.RegistrationCheck;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.group.vote.Election;
import minibit.group.vote.NotInOfficeException;
import minibit.group.vote.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests: verifies the seal, then does what is asked, on the group's thread. */
final class RequestDesk {
  private static final Logger log = LoggerFactory.getLogger(RequestDesk.class);

  /** How long an election on demand may take: many random waits. */
  private static final Duration ELECTION = Duration.ofSeconds(8);

  private static final Executor APART = task -> Thread.ofVirtual().name("group work").start(task);

  private final GroupMember self;
  private final GroupListener listener;
  private final AtomicLong tampered = new AtomicLong();

  RequestDesk(GroupMember self, GroupListener listener) {
    this.self = self;
    this.listener = listener;
  }

  /** Files refused since the start because their signature does not hold. */
  long tampered() {
    return tampered.get();
  }

  CompletableFuture<byte[]> receive(byte[] message) {
    try {
      Optional<Correspondence.Opened> opened = Correspondence.open(message);
      if (opened.isEmpty()) {
        Request request = MessageCodec.request(Correspondence.plainBody(message));
        return onLoop(() -> answerOpenly(request)).thenApply(RequestDesk::plain);
      }
      Request request = MessageCodec.request(opened.get().body());
      return onLoop(() -> answerSealed(opened.get(), request));
    } catch (BadPacked e) {
      return CompletableFuture.completedFuture(
          plain(failed(Reply.Code.MALFORMED, String.valueOf(e.getMessage()))));
    }
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
    CompletableFuture<CompletableFuture<T>> started = new CompletableFuture<>();
    self.onLoop(
        () -> {
          try {
            started.complete(task.get());
          } catch (RuntimeException e) {
            started.completeExceptionally(e);
          }
        });
    return started.thenCompose(Function.identity());
  }

  private static byte[] plain(Reply reply) {
    return Correspondence.plain(MessageCodec.encode(reply));
  }

  private static Reply failed(Reply.Code code, String text) {
    return new Reply.Failed(code, text);
  }

  private static CompletableFuture<Reply> refuse(Reply.Code code, String text) {
    return CompletableFuture.completedFuture(failed(code, text));
  }

  private CompletableFuture<byte[]> answerSealed(Correspondence.Opened opened, Request request) {
    MemberId sender = opened.sender();
    if (request instanceof Request.Heartbeat beat && beat.office().tracker().id().equals(sender)) {
      // A tracker brings its passport along: members need not have met it before.
      self.post().meet(beat.office().tracker());
    }
    Optional<Correspondence> with = correspondence(sender);
    if (with.isEmpty() || !with.get().accepts(opened)) {
      return CompletableFuture.completedFuture(
          plain(failed(Reply.Code.UNKNOWN_MEMBER, "not met, or not this sender's seal")));
    }
    Correspondence known = with.get();
    return answer(sender, request)
        .exceptionally(failure -> failed(codeOf(failure), textOf(failure)))
        .thenApply(reply -> known.sealAnswer(opened.counter(), MessageCodec.encode(reply)));
  }

  private Optional<Correspondence> correspondence(MemberId sender) {
    Optional<Correspondence> known = self.post().with(sender);
    if (known.isPresent()) {
      return known;
    }
    // A voter that became tracker knows its members from the catalogue.
    self.voter()
        .flatMap(voter -> voter.read(state -> state.member(sender)))
        .ifPresent(member -> self.post().meet(member.passport()));
    return self.post().with(sender);
  }

  private static Reply.Code codeOf(Throwable failure) {
    return cause(failure) instanceof NotInOfficeException
        ? Reply.Code.NO_QUORUM
        : Reply.Code.MALFORMED;
  }

  private static String textOf(Throwable failure) {
    return String.valueOf(cause(failure).getMessage());
  }

  private static Throwable cause(Throwable failure) {
    Throwable inner = failure.getCause();
    return failure instanceof CompletionException && inner != null ? inner : failure;
  }

  private CompletableFuture<Reply> answerOpenly(Request request) {
    return switch (request) {
      case Request.Ask ask -> CompletableFuture.completedFuture(known());
      case Request.Join(Passport passport, String group) -> join(passport, group);
      case Request.Heartbeat h -> unsealed();
      case Request.Submit s -> unsealed();
      case Request.AskSums a -> unsealed();
      case Request.AskMarks a -> unsealed();
      case Request.Pieces p -> unsealed();
      case Request.TakeSeat t -> unsealed();
      case Request.Leave l -> unsealed();
      case Request.CallElection c -> unsealed();
      case Request.Relay r -> unsealed();
    };
  }

  private static CompletableFuture<Reply> unsealed() {
    return refuse(Reply.Code.MALFORMED, "this request must be sealed");
  }

  private Reply known() {
    return new Reply.Known(self.id(), self.passport().boot(), self.office());
  }

  private CompletableFuture<Reply> join(Passport passport, String group) {
    TrackerDuty duty = self.duty();
    if (passport.version() != GroupConfig.VERSION) {
      return refuse(
          Reply.Code.VERSION,
          "this group speaks version " + GroupConfig.VERSION + ", not " + passport.version());
    }
    if (self.knownFace().isPresent() && !self.knownFace().get().name().equals(group)) {
      return refuse(
          Reply.Code.OTHER_GROUP, "this group is called " + self.knownFace().get().name());
    }
    if (duty == null) {
      return self.office().isPresent()
          ? CompletableFuture.completedFuture(known())
          : refuse(Reply.Code.NOT_TRACKER, "no tracker is known here");
    }
    Optional<Member> old = duty.voter().read(state -> state.member(passport.id()));
    if (old.isPresent() && old.get().passport().time().isAfter(passport.time())) {
      return refuse(Reply.Code.MALFORMED, "a newer passport of this member is known");
    }
    if (!self.post().meet(passport)) {
      return refuse(Reply.Code.MALFORMED, "the passport is not signed by its key");
    }
    boolean otherStart = old.isPresent() && old.get().passport().boot() != passport.boot();
    CompletableFuture<Boolean> duplicate =
        otherStart && old.get().present()
            ? stillAnswers(old.get().passport())
            : CompletableFuture.completedFuture(false);
    return duplicate.thenCompose(
        alive ->
            alive
                ? refuse(
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
    return onLoop(
        () -> {
          TrackerDuty duty = self.duty();
          if (duty == null) {
            return refuse(Reply.Code.NOT_TRACKER, "no longer tracker");
          }
          return duty.voter()
              .propose(new CatalogueCommand.MemberJoined(passport, Instant.now()))
              .handle(
                  (refusals, failure) -> {
                    if (failure != null) {
                      return failed(Reply.Code.NO_QUORUM, textOf(failure));
                    }
                    if (!refusals.isEmpty()) {
                      return failed(Reply.Code.LIMIT, refusals.toString());
                    }
                    log.info("{} ({}) joined", passport.name(), passport.id().brief());
                    self.onLoop(() -> duty.onJoined(passport.id()));
                    return known();
                  });
        });
  }

  /** Does what a member asks, whose seal was verified. On the loop. */
  CompletableFuture<Reply> answer(MemberId sender, Request request) {
    return switch (request) {
      case Request.Heartbeat beat -> heartbeat(sender, beat);
      case Request.TakeSeat() -> takeSeat(sender);
      case Request.Relay(int service, byte[] body) ->
          CompletableFuture.supplyAsync(
              () -> new Reply.Relayed(listener.onRelay(sender, service, body)), APART);
      case Request.Ask ask -> CompletableFuture.completedFuture(known());
      case Request.Join(Passport passport, String group) -> join(passport, group);
      case Request.Submit(CatalogueCommand command) ->
          onDuty(duty -> submit(duty, sender, command));
      case Request.AskSums() ->
          onDuty(duty -> done(new Reply.Sums(duty.voter().read(state -> state.digest(sender)))));
      case Request.AskMarks(List<Integer> buckets) ->
          onDuty(duty -> done(marks(duty, sender, buckets)));
      case Request.Pieces pieces ->
          onDuty(
              duty ->
                  duty.onPieces(sender, pieces)
                      ? done(new Reply.Done())
                      : refuse(Reply.Code.LIMIT, "no such content, or too many at a time"));
      case Request.Leave(boolean forGood) ->
          onDuty(duty -> duty.leave(sender, forGood).thenApply(nothing -> new Reply.Done()));
      case Request.CallElection() -> onDuty(this::callElection);
    };
  }

  private static CompletableFuture<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private CompletableFuture<Reply> onDuty(Function<TrackerDuty, CompletableFuture<Reply>> work) {
    TrackerDuty duty = self.duty();
    return duty == null
        ? refuse(Reply.Code.NOT_TRACKER, "this member is not the tracker in office")
        : work.apply(duty);
  }

  private CompletableFuture<Reply> heartbeat(MemberId sender, Request.Heartbeat beat) {
    Office told = beat.office();
    if (!told.tracker().id().equals(sender)) {
      return refuse(Reply.Code.MALFORMED, "a heartbeat in another's name");
    }
    if (!self.belonging().mayFollow(told)) {
      return refuse(Reply.Code.OTHER_GROUP, "this member is in another group");
    }
    if (self.knownFace().isEmpty()) {
      return refuse(Reply.Code.UNKNOWN_MEMBER, "this member has not joined");
    }
    if (!self.follow(told)) {
      return refuse(Reply.Code.OLD_EPOCH, "a tracker of a higher epoch is in office");
    }
    beat.moved().ifPresent(self::onMoved);
    self.shares().compare(beat.shares());
    Optional<Standing> standing = self.voter().map(voter -> voter.standing());
    return done(
        new Reply.Report(
            self.shares().book().digest().total(),
            0,
            standing.map(Standing::term).orElse(0L),
            standing.flatMap(Standing::votedFor)));
  }

  private CompletableFuture<Reply> takeSeat(MemberId sender) {
    boolean fromTracker =
        self.office().filter(office -> office.tracker().id().equals(sender)).isPresent();
    return fromTracker
        ? self.votes().open(List.of()).thenApply(nothing -> new Reply.Done())
        : refuse(Reply.Code.NOT_TRACKER, "only the tracker offers a seat");
  }

  private CompletableFuture<Reply> submit(
      TrackerDuty duty, MemberId sender, CatalogueCommand command) {
    return switch (command) {
      case CatalogueCommand.Register register when register.member().equals(sender) ->
          CompletableFuture.supplyAsync(() -> RegistrationCheck.check(register), APART)
              .thenCompose(
                  verdict -> {
                    if (!verdict.tampered().isEmpty()) {
                      tampered.addAndGet(verdict.tampered().size());
                      log.warn(
                          "{} entries of {} are tampered with: refused",
                          verdict.tampered().size(),
                          sender.brief());
                    }
                    return duty.voter()
                        .propose(verdict.accepted())
                        .thenApply(r -> new Reply.Taken(r, verdict.tampered().size()));
                  });
      case CatalogueCommand.Withdraw withdraw when withdraw.member().equals(sender) ->
          duty.voter().propose(withdraw).thenApply(refusals -> new Reply.Taken(refusals, 0));
      default -> refuse(Reply.Code.MALFORMED, "members submit only files of their own");
    };
  }

  private static Reply marks(TrackerDuty duty, MemberId sender, List<Integer> buckets) {
    return new Reply.Marks(
        duty.voter()
            .read(
                state ->
                    buckets.stream()
                        .flatMap(bucket -> state.bucket(sender, bucket).stream())
                        .map((Holding h) -> new Reply.Marks.Mark(h.path(), h.mark()))
                        .toList()));
  }

  private CompletableFuture<Reply> callElection(TrackerDuty duty) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Election.Outcome outcome = Election.force(duty.voter(), self.id(), ELECTION);
            return outcome.leader().isPresent()
                ? new Reply.Done()
                : failed(Reply.Code.NO_QUORUM, "nobody was elected");
          } catch (NotInOfficeException e) {
            return failed(Reply.Code.NOT_TRACKER, String.valueOf(e.getMessage()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Reply.Code.NO_QUORUM, "interrupted");
          }
        },
        APART);
  }
}
