package minibit.group.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.group.vote.Seat;
import minibit.group.vote.Voter;

/**
 * Whoever may know whether somebody is tracker: the tracker followed so far, the voters known, the
 * members in the log. They are chosen when this is made, on the loop.
 */
final class Witnesses {
  /** Asked at most. */
  private static final int MOST = 16;

  private final GroupMember self;
  private final Office told;
  private final Request question;
  private final Duration patience;

  /** Where to ask, and who should answer there, if that is known. */
  private final Map<List<PeerAddress>, Optional<MemberId>> known = new LinkedHashMap<>();

  Witnesses(GroupMember self, Office told, Optional<Voter> log) {
    this.self = self;
    this.told = told;
    this.question = new Request.Ask(told.face().name());
    this.patience = self.config().settings().heartbeat();
    self.tenure()
        .followed()
        .ifPresent(
            office -> {
              add(office.tracker().id(), office.tracker().members());
              office.voters().forEach(voter -> add(voter.seat().member(), voter.members()));
            });
    log.ifPresent(this::addFrom);
    for (PeerAddress address : self.belonging().record().members()) {
      boolean twice = known.keySet().stream().anyMatch(there -> there.contains(address));
      if (!twice && !self.config().members().contains(address)) {
        known.put(List.of(address), Optional.empty());
      }
    }
  }

  /** Voters may speak for themselves, other members only for others. */
  private void addFrom(Voter log) {
    List<MemberId> seats = log.standing().seats().stream().map(Seat::member).toList();
    List<Passport> members =
        log.read(CatalogueState::members).stream().map(Member::passport).toList();
    members.stream()
        .filter(passport -> seats.contains(passport.id()))
        .forEach(passport -> add(passport.id(), passport.members()));
    members.stream()
        .filter(passport -> !passport.id().equals(told.tracker().id()))
        .forEach(passport -> add(passport.id(), passport.members()));
  }

  private void add(MemberId id, List<PeerAddress> addresses) {
    if (!id.equals(self.id()) && !addresses.isEmpty() && !known.containsValue(Optional.of(id))) {
      known.put(addresses, Optional.of(id));
    }
  }

  /** Whether it answers where it says that it is, as the tracker it says that it is. */
  CompletableFuture<Boolean> itself() {
    return ask(told.tracker().members(), Optional.of(told.tracker().id()))
        .thenApply(Word.YES::equals);
  }

  private enum Word {
    YES,
    NO,
    NONE
  }

  /** What they said: so many agreed, so many follow somebody else. */
  record Said(long yes, long no) {
    /** Whether it is believed; of one that nobody can tell of, only if this member is alone. */
    boolean agree(boolean alone) {
      return yes > 0 || alone && no == 0;
    }
  }

  /** Asks them all at once. */
  CompletableFuture<Said> others() {
    List<CompletableFuture<Word>> words = new ArrayList<>();
    known.entrySet().stream()
        .limit(MOST)
        .forEach(witness -> words.add(ask(witness.getKey(), witness.getValue())));
    return CompletableFuture.allOf(words.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                new Said(
                    words.stream().filter(word -> word.join() == Word.YES).count(),
                    words.stream().filter(word -> word.join() == Word.NO).count()));
  }

  private CompletableFuture<Word> ask(List<PeerAddress> addresses, Optional<MemberId> who) {
    return self.post()
        .askOpenly(addresses, question, patience)
        .handle(
            (reply, failure) ->
                reply instanceof Reply.Known answer
                        && who.filter(id -> !id.equals(answer.id())).isEmpty()
                    ? answer.office().map(this::word).orElse(Word.NONE)
                    : Word.NONE);
  }

  private Word word(Office office) {
    return office.face().id().equals(told.face().id())
            && office.tracker().id().equals(told.tracker().id())
            && office.epoch().recovery() == told.epoch().recovery()
        ? Word.YES
        : Word.NO;
  }
}
