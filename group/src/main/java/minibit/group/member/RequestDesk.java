package minibit.group.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.catalogue.RegistrationCheck;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.group.closed.Ticket;
import minibit.group.vote.Election;
import minibit.group.vote.NotInOfficeException;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
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
  private final Admission admission;
  private final AtomicLong tampered = new AtomicLong();
  private final Map<Reply.Code, LongAdder> refusals = new EnumMap<>(Reply.Code.class);

  RequestDesk(GroupMember self, GroupListener listener) {
    this.self = self;
    this.listener = listener;
    this.admission = new Admission(self);
    for (Reply.Code code : Reply.Code.values()) {
      refusals.put(code, new LongAdder());
    }
  }

  /** How often what reason was given to others, since the start. Any thread. */
  Map<Reply.Code, Long> refusals() {
    Map<Reply.Code, Long> counts = new EnumMap<>(Reply.Code.class);
    refusals.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  private Reply counted(Reply reply) {
    if (reply instanceof Reply.Failed(Reply.Code code, String text)) {
      Optional.ofNullable(refusals.get(code)).ifPresent(LongAdder::increment);
      log.debug("refused with {}: {}", code, text);
    }
    return reply;
  }

  /** Files refused since the start because their signature does not hold. */
  long tampered() {
    return tampered.get();
  }

  CompletableFuture<byte[]> receive(byte[] message) {
    try {
      return switch (self.door().open(message)) {
        case Door.Refused(Reply reply) -> CompletableFuture.completedFuture(plain(reply));
        case Door.Heard heard -> answer(heard.message(), heard.guest()).thenApply(heard.cover());
      };
    } catch (BadPacked e) {
      return CompletableFuture.completedFuture(
          plain(failed(Reply.Code.MALFORMED, String.valueOf(e.getMessage()))));
    }
  }

  private CompletableFuture<byte[]> answer(byte[] message, Optional<Ticket.Stub> guest)
      throws BadPacked {
    Optional<Correspondence.Opened> opened = Correspondence.open(message);
    if (opened.isEmpty()) {
      Request request = MessageCodec.request(Correspondence.plainBody(message));
      return self.askOnLoop(() -> answerOpenly(request, guest)).thenApply(this::plain);
    }
    if (guest.isPresent()) {
      return CompletableFuture.completedFuture(
          plain(failed(Reply.Code.NOT_INVITED, "whoever is invited joins first")));
    }
    Request request = MessageCodec.request(opened.get().body());
    return self.askOnLoop(() -> answerSealed(opened.get(), request));
  }

  private byte[] plain(Reply reply) {
    return Correspondence.plain(MessageCodec.encode(counted(reply)));
  }

  static Reply failed(Reply.Code code, String text) {
    return new Reply.Failed(code, text);
  }

  static CompletableFuture<Reply> refuse(Reply.Code code, String text) {
    return CompletableFuture.completedFuture(failed(code, text));
  }

  private CompletableFuture<byte[]> answerSealed(Correspondence.Opened opened, Request request) {
    MemberId sender = opened.sender();
    if (request instanceof Request.Heartbeat beat && beat.office().tracker().id().equals(sender)) {
      // A tracker brings its passport along: members need not have met it before.
      self.post().meet(beat.office().tracker());
    }
    if (self.door().isClosed() && isForgotten(sender, request)) {
      return CompletableFuture.completedFuture(
          plain(failed(Reply.Code.UNKNOWN_MEMBER, "the group has no such member")));
    }
    Optional<Correspondence> with = correspondence(sender);
    if (with.isEmpty() || !with.get().accepts(opened)) {
      return CompletableFuture.completedFuture(
          plain(failed(Reply.Code.UNKNOWN_MEMBER, "not met, or not this sender's seal")));
    }
    Correspondence known = with.get();
    return answer(sender, request)
        .exceptionally(failure -> failed(codeOf(failure), textOf(failure)))
        .thenApply(
            reply -> known.sealAnswer(opened.counter(), MessageCodec.encode(counted(reply))));
  }

  /**
   * Whether this member, which knows all others by its log, knows this one no more. Who says that
   * it is tracker may be newer than the log of a voter that was away: others are asked about it.
   */
  private boolean isForgotten(MemberId sender, Request request) {
    TrackerDuty duty = self.duty();
    if (duty != null) {
      return duty.voter().read(state -> state.member(sender)).isEmpty();
    }
    return !(request instanceof Request.Heartbeat)
        && self.tenure().hears()
        && self.tenure()
            .trust()
            .log()
            .filter(own -> own.read(state -> state.member(sender)).isEmpty())
            .isPresent();
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

  static String textOf(Throwable failure) {
    return String.valueOf(cause(failure).getMessage());
  }

  private static Throwable cause(Throwable failure) {
    Throwable inner = failure.getCause();
    return failure instanceof CompletionException && inner != null ? inner : failure;
  }

  private CompletableFuture<Reply> answerOpenly(Request request, Optional<Ticket.Stub> guest) {
    return switch (request) {
      case Request.Ask ask -> CompletableFuture.completedFuture(admission.known());
      case Request.Join(Passport passport, String group) -> admission.join(passport, group, guest);
      case Request.Heartbeat h -> unsealed();
      case Request.Submit s -> unsealed();
      case Request.AskSums a -> unsealed();
      case Request.AskMarks a -> unsealed();
      case Request.Pieces p -> unsealed();
      case Request.NoPieces n -> unsealed();
      case Request.Forget f -> unsealed();
      case Request.TakeSeat t -> unsealed();
      case Request.Leave l -> unsealed();
      case Request.CallElection c -> unsealed();
      case Request.Relay r -> unsealed();
    };
  }

  private static CompletableFuture<Reply> unsealed() {
    return refuse(Reply.Code.MALFORMED, "this request must be sealed");
  }

  /** Does what a member asks, whose seal was verified. On the loop. */
  CompletableFuture<Reply> answer(MemberId sender, Request request) {
    return switch (request) {
      case Request.Heartbeat beat -> heartbeat(sender, beat);
      case Request.TakeSeat() -> takeSeat(sender);
      case Request.Relay(int service, byte[] body) ->
          CompletableFuture.supplyAsync(
              () -> new Reply.Relayed(listener.onRelay(sender, service, body)), APART);
      case Request.Ask ask -> CompletableFuture.completedFuture(admission.known());
      case Request.Join(Passport passport, String group) ->
          admission.join(passport, group, Optional.empty());
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
          onDuty(duty -> duty.goodbye(sender, forGood).thenApply(nothing -> new Reply.Done()));
      case Request.NoPieces() ->
          onDuty(
              duty -> {
                duty.partial().forget(sender);
                return done(new Reply.Done());
              });
      case Request.Forget(MemberId member) -> onDuty(duty -> forget(duty, member));
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
    if (!self.tenure().follow(told)) {
      if (self.tenure().trust().isAsking(sender)) {
        return refuse(Reply.Code.NOT_TRACKER, "whether this is the tracker is being asked");
      }
      return refuse(Reply.Code.OLD_EPOCH, "a tracker of a higher epoch is in office");
    }
    beat.moved().ifPresent(self.tenure()::onMoved);
    self.shares().compare(beat.shares());
    self.pieces().compare(beat.pieces());
    Optional<Standing> standing =
        self.voter().map(Voter::standing).filter(own -> own.role() != Standing.Role.NONE);
    return done(
        new Reply.Report(
            self.shares().book().digest().total(),
            self.pieces().digest(),
            standing.map(Standing::term).orElse(0L),
            standing.flatMap(Standing::votedFor)));
  }

  private CompletableFuture<Reply> takeSeat(MemberId sender) {
    boolean fromTracker =
        self.office().filter(office -> office.tracker().id().equals(sender)).isPresent();
    return fromTracker
        ? self.votes().takeSeat().thenApply(nothing -> new Reply.Done())
        : refuse(Reply.Code.NOT_TRACKER, "only the tracker offers a seat");
  }

  private CompletableFuture<Reply> forget(TrackerDuty duty, MemberId member) {
    Optional<Member> known = duty.voter().read(state -> state.member(member));
    if (known.isEmpty()) {
      return refuse(Reply.Code.UNKNOWN_MEMBER, "this group has no such member");
    }
    if (known.get().present()) {
      return refuse(
          Reply.Code.PRESENT,
          known.get().name() + " is present: it leaves by itself, or is stopped first");
    }
    return duty.leave(member, true).thenApply(nothing -> new Reply.Done());
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
                        .read(state -> Foresight.allRefused(state, verdict.accepted()))
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> duty.voter().propose(stamped(verdict.accepted())))
                        .thenApply(r -> taken(r, verdict));
                  });
      case CatalogueCommand.Withdraw withdraw when withdraw.member().equals(sender) ->
          duty.voter()
              .propose(
                  new CatalogueCommand.Withdraw(sender, withdraw.paths(), self.clock().instant()))
              .thenApply(refusals -> new Reply.Taken(refusals, 0));
      default -> refuse(Reply.Code.MALFORMED, "members submit only files of their own");
    };
  }

  /** What the log refused, and what was not proposed at all. */
  private static Reply taken(List<Refusal> refusals, RegistrationCheck.Verdict verdict) {
    List<Refusal> all = new ArrayList<>(refusals);
    all.addAll(Collections.nCopies(verdict.tooLarge().size(), Refusal.FILE_TOO_LARGE));
    return new Reply.Taken(all, verdict.tampered().size());
  }

  /** Times in the log are the tracker's: the member's clock may be an hour off. */
  private CatalogueCommand stamped(CatalogueCommand.Register files) {
    return new CatalogueCommand.Register(
        files.member(), files.seals(), files.files(), self.clock().instant());
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
