package minibit.daemon.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.packed.BadPacked;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.desk.SwarmReport;
import minibit.daemon.engine.Torrent;
import minibit.daemon.run.SwarmWords.Own;
import minibit.daemon.run.SwarmWords.Question;
import minibit.daemon.run.SwarmWords.Whom;
import minibit.group.member.GroupMember;
import minibit.group.vote.Voter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who sends to whom in a swarm, as other members tell it. The question goes to the tracker, who
 * knows who has the content or a part of it, asks some of these for their own connections, and says
 * which of the addresses are members. What comes back is a stranger's word: bounded, and shown as
 * told. A transfer whose content is not in the catalogue is nobody else's business: not asked for.
 * Any thread.
 */
final class SwarmPost {
  /** The number under which links are asked for. */
  static final int SERVICE = 67;

  /** Members the tracker asks for one picture, beside itself: as many as one sees in it. */
  private static final int ASKED = 24;

  /** How long the tracker waits for them; who is silent longer is left out. */
  private static final Duration ANSWERS = Duration.ofMillis(1500);

  /** How long somebody who looks at a picture waits for others' links before the last are shown. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  /** A question without an answer is given up: the tracker's own limit, and the way. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(5);

  private static final byte[] NOTHING = new byte[0];

  /** The group's thread must not wait for the catalogue. */
  private static final Executor APART = task -> Thread.ofVirtual().name("swarm post").start(task);

  private static final Logger log = LoggerFactory.getLogger(SwarmPost.class);

  private final Supplier<List<Torrent>> torrents;
  private final LastAnswers<Question, List<SwarmReport>> received =
      new LastAnswers<>(System::nanoTime);
  private final LastAnswers<Question, Gathered> gathered = new LastAnswers<>(System::nanoTime);
  private volatile Optional<GroupMember> member = Optional.empty();

  /**
   * What the members asked have said.
   *
   * @param told by each
   * @param names of the members at the far ends, by address
   */
  private record Gathered(Map<MemberId, Own> told, Map<String, Member> names) {}

  /**
   * @param torrents that run here
   */
  SwarmPost(Supplier<List<Torrent>> torrents) {
    this.torrents = torrents;
  }

  /** From now on this member asks and answers. */
  void follow(GroupMember started) {
    member = Optional.of(started);
  }

  /** What others say of a transfer's swarm, seconds old at most; nothing if nobody answers. */
  List<SwarmReport> ask(Transfer transfer) {
    Optional<InfoHash> v1 = transfer.infoHashV1().map(InfoHash::ofHex);
    Optional<InfoHash> v2 = transfer.infoHashV2().map(InfoHash::ofHex);
    return v1.isEmpty() && v2.isEmpty()
        ? List.of()
        : transfer
            .root()
            .map(hex -> PiecesRoot.of(HexFormat.of().parseHex(hex)))
            .map(root -> ask(root, new InfoHashes(v1, v2)))
            .orElse(List.of());
  }

  private List<SwarmReport> ask(PiecesRoot root, InfoHashes hashes) {
    return received
        .get(new Question(Whom.ALL, root, hashes), () -> fromTracker(root, hashes), MOMENT)
        .orElse(List.of());
  }

  private CompletableFuture<List<SwarmReport>> fromTracker(PiecesRoot root, InfoHashes hashes) {
    byte[] question = SwarmWords.question(new Question(Whom.ALL, root, hashes));
    return member
        .map(known -> known.relayToTracker(SERVICE, question))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("this daemon has no group")))
        .orTimeout(GIVEN_UP.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(SwarmPost::reports);
  }

  private static List<SwarmReport> reports(byte[] answer) {
    try {
      return answer.length == 0 ? List.of() : SwarmWords.reportsOf(answer);
    } catch (BadPacked e) {
      log.debug("the tracker says nothing of a swarm: {}", e.getMessage());
      return List.of();
    }
  }

  /** Answers for itself, or as the tracker for all; nothing if nothing is known. Blocks. */
  byte[] onRelay(MemberId from, byte[] bytes) {
    try {
      Question question = SwarmWords.questionOf(bytes);
      return switch (question.whom()) {
        case YOU -> own(question.hashes()).map(SwarmWords::own).orElse(NOTHING);
        case ALL -> SwarmWords.reports(forAll(from, question));
      };
    } catch (BadPacked e) {
      return NOTHING;
    }
  }

  private Optional<Own> own(InfoHashes hashes) {
    return torrents.get().stream()
        .filter(torrent -> torrent.hashes().wire().stream().anyMatch(hashes::answersTo))
        .findFirst()
        .map(torrent -> SwarmWords.own(torrent.status()));
  }

  private List<SwarmReport> forAll(MemberId from, Question question) {
    Optional<GroupMember> tracker = member.filter(GroupMember::isTracker);
    Optional<Voter> voter = tracker.flatMap(GroupMember::voter);
    if (tracker.isEmpty() || voter.isEmpty()) {
      return List.of();
    }
    // Kept for a moment: however many look at a swarm, its members are asked once.
    return gathered
        .get(question, () -> gather(tracker.get(), voter.get(), question), GIVEN_UP)
        .map(all -> reports(all, from, voter.get()))
        .orElse(List.of());
  }

  private CompletableFuture<Gathered> gather(GroupMember self, Voter voter, Question question) {
    return self.partialHolders(question.root())
        .thenApplyAsync(
            fetching ->
                voter.read(
                    state ->
                        asked(
                            state,
                            question.root(),
                            fetching.map(Map::keySet).orElse(Set.of()),
                            self.id())),
            APART)
        .thenCompose(asked -> answers(self, asked, question))
        .thenApplyAsync(told -> named(told, voter), APART);
  }

  /**
   * Whom to ask, the tracker itself first: those that still fetch come next, as they are busy now
   * and tell both what they get and what they give; of the others any. Nobody for what is not in
   * the catalogue.
   */
  private static List<MemberId> asked(
      CatalogueState state, PiecesRoot root, Collection<MemberId> fetching, MemberId self) {
    Optional<Content> content = state.content(root);
    if (content.isEmpty()) {
      return List.of();
    }
    Set<MemberId> first = new LinkedHashSet<>(List.of(self));
    first.addAll(fetching);
    List<MemberId> whole =
        new ArrayList<>(state.holders(content.get()).stream().map(Holding::member).toList());
    Collections.shuffle(whole);
    first.addAll(whole);
    return first.stream().filter(state::isPresent).limit(ASKED + 1).toList();
  }

  private CompletableFuture<Map<MemberId, Own>> answers(
      GroupMember self, List<MemberId> asked, Question question) {
    byte[] bytes = SwarmWords.question(question.to(Whom.YOU));
    Map<MemberId, CompletableFuture<Optional<Own>>> answers = new LinkedHashMap<>();
    for (MemberId id : asked) {
      answers.put(
          id,
          id.equals(self.id())
              ? CompletableFuture.completedFuture(own(question.hashes()))
              : self.relay(id, SERVICE, bytes)
                  .orTimeout(ANSWERS.toMillis(), TimeUnit.MILLISECONDS)
                  .handle(
                      (answer, failure) -> failure == null ? told(id, answer) : Optional.empty()));
    }
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<MemberId, Own> told = new LinkedHashMap<>();
              answers.forEach((id, own) -> own.join().ifPresent(said -> told.put(id, said)));
              return told;
            });
  }

  private static Optional<Own> told(MemberId from, byte[] answer) {
    try {
      return answer.length == 0 ? Optional.empty() : Optional.of(SwarmWords.ownOf(answer));
    } catch (BadPacked e) {
      log.debug("{} says nothing of a swarm: {}", from.brief(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Gathered named(Map<MemberId, Own> told, Voter voter) {
    Set<String> wanted = SwarmWords.addresses(told.values());
    Map<String, Member> names = new HashMap<>();
    if (!wanted.isEmpty()) {
      for (Member known : voter.read(CatalogueState::members)) {
        for (PeerAddress address : known.passport().peers()) {
          String text = address.toString();
          // Loopback is on every machine: who is there now is the likelier one.
          if (wanted.contains(text) && (known.present() || !names.containsKey(text))) {
            names.put(text, known);
          }
        }
      }
    }
    return new Gathered(told, names);
  }

  /** All but what the asker knows itself: its own links, from either end. */
  private static List<SwarmReport> reports(Gathered all, MemberId asker, Voter voter) {
    List<SwarmReport> reports = new ArrayList<>();
    all.told()
        .forEach(
            (id, own) -> {
              if (!id.equals(asker)) {
                voter
                    .read(state -> state.member(id))
                    .ifPresent(
                        teller ->
                            reports.add(
                                new SwarmReport(
                                    teller.name(), own.have(), links(own, all, asker))));
              }
            });
    return reports;
  }

  private static List<SwarmReport.Link> links(Own own, Gathered all, MemberId asker) {
    List<SwarmReport.Link> links = new ArrayList<>();
    for (SwarmWords.Link link : own.links()) {
      Optional<Member> far = Optional.ofNullable(all.names().get(link.address()));
      if (far.filter(known -> known.id().equals(asker)).isEmpty()) {
        links.add(
            new SwarmReport.Link(
                far.map(Member::name),
                link.address(),
                link.client(),
                link.have(),
                link.down(),
                link.up()));
      }
    }
    return links;
  }
}
