package minibit.daemon.member;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.TrackerEvent;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.packed.BadPacked;
import minibit.daemon.trace.WireTrace;
import minibit.daemon.tracker.Holders;
import minibit.daemon.tracker.TrackerDesk;
import minibit.daemon.tracker.TrackerRequest;
import minibit.daemon.tracker.TrackerResponse;
import minibit.group.member.GroupMember;
import minibit.group.member.GroupStatus;
import minibit.group.office.GroupFace;
import minibit.group.vote.Voter;
import org.jspecify.annotations.Nullable;

/**
 * The group as a tracker for stock clients: what is asked of any member is passed on to the tracker
 * in office, which adds the holders that its catalogue knows, and the members that fetch, to those
 * who announced. Members that fetch are told of those who announced in turn. Without a tracker in
 * office clients are told so, and ask again by themselves. Any thread.
 */
public final class StockAnnounces implements AutoCloseable {
  /** Under which number these messages are relayed; see {@code GroupListener.onRelay}. */
  public static final int SERVICE = 64;

  /** Stock clients give up after ten seconds or later. */
  private static final int SECONDS = 6;

  /** How long the group's thread may take to say who fetches: it never blocks. */
  private static final Duration MEMORY = Duration.ofSeconds(1);

  /** Addresses told to a member that fetches: as many as an announce is answered with at most. */
  private static final int MOST_ADDRESSES = 200;

  private final TrackerDesk desk;
  private volatile Consumer<InfoHash> joined = hash -> {};
  private volatile @Nullable GroupMember group;
  private volatile List<PeerAddress> own = List.of();

  /** Nobody is a holder until {@link #serve}. */
  public StockAnnounces(
      RegistrySettings settings, InstantSource clock, RandomGenerator random, WireTrace trace) {
    this.desk = new TrackerDesk(settings, clock, random, this::heard, this::holders, trace);
  }

  private void heard(TrackerEvent event) {
    if (event instanceof TrackerEvent.Joined(InfoHash hash, var _, var _, var _)) {
      joined.accept(hash);
    }
  }

  /**
   * From now on the group answers.
   *
   * @param addresses where this member takes messages, the best first
   */
  public void serve(GroupMember member, List<PeerAddress> addresses) {
    own = List.copyOf(addresses);
    group = member;
  }

  /** The member has left its group: from now on nobody is told anything. */
  public void rest() {
    group = null;
  }

  /** Answers what came to this daemon's port. */
  public CompletableFuture<TrackerResponse> ask(TrackerRequest request) {
    GroupMember member = group;
    if (member == null) {
      return CompletableFuture.completedFuture(noTracker(request.path()));
    }
    if (member.status().face().filter(GroupFace::closed).isPresent()) {
      return CompletableFuture.completedFuture(
          TrackerResponse.refusal(
              request.path(), 403, "closed", "this group is closed: it answers its members only"));
    }
    TrackerRequest seen = request.from(new Asker(outside(request.asker().remote()), here(request)));
    if (member.status().role() == GroupStatus.Role.TRACKER) {
      return CompletableFuture.completedFuture(desk.answer(seen));
    }
    return member
        .relayToTracker(SERVICE, seen.toBytes())
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .handle(
            (answer, failure) -> {
              try {
                return failure == null && answer != null
                    ? TrackerResponse.of(answer)
                    : noTracker(request.path());
              } catch (BadPacked e) {
                return noTracker(request.path());
              }
            });
  }

  private static TrackerResponse noTracker(String path) {
    return TrackerResponse.refusal(
        path, 503, "no-tracker", "the group has no tracker in office at the moment; ask again");
  }

  /** Loopback means nothing to the tracker, unless this member itself is on loopback alone. */
  private PeerAddress outside(PeerAddress remote) {
    return remote.isLoopback()
        ? best().map(address -> address.withPort(remote.port())).orElse(remote)
        : remote;
  }

  private PeerAddress here(TrackerRequest request) {
    return best().orElse(request.asker().reached());
  }

  private Optional<PeerAddress> best() {
    return own.stream().filter(address -> !address.isLoopback()).findFirst();
  }

  /** Answers what another member passed on, as the tracker in office; blocks for microseconds. */
  public byte[] onRelay(byte[] body) {
    try {
      TrackerRequest request = TrackerRequest.of(body);
      GroupMember member = group;
      if (member == null || member.status().role() != GroupStatus.Role.TRACKER) {
        return noTracker(request.path()).toBytes();
      }
      Asker asker = new Asker(request.asker().remote(), here(request));
      return desk.answer(request.from(asker)).toBytes();
    } catch (BadPacked e) {
      return new TrackerResponse(
              400, "text/plain", ("bad relay: " + e.getMessage()).getBytes(StandardCharsets.UTF_8))
          .toBytes();
    }
  }

  private Holders.Known holders(InfoHash hash, Asker asker) {
    GroupMember member = group;
    Optional<Voter> voter = Optional.ofNullable(member).flatMap(GroupMember::voter);
    if (member == null || voter.isEmpty()) {
      return Holders.Known.NOBODY;
    }
    Optional<Content> content = voter.get().read(state -> state.content(hash));
    if (content.isEmpty()) {
      return Holders.Known.NOBODY;
    }
    Set<MemberId> fetching = fetching(member, content.get(), hash);
    return voter.get().read(state -> known(state, content.get(), fetching, asker.remote()));
  }

  /** Members that fetch this; under the content's other names they would not answer. */
  private static Set<MemberId> fetching(GroupMember member, Content content, InfoHash hash) {
    if (!content.naming().answersTo(hash)) {
      return Set.of();
    }
    try {
      return member
          .partialHolders(content.root())
          .get(MEMORY.toMillis(), TimeUnit.MILLISECONDS)
          .map(Map::keySet)
          .orElse(Set.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Set.of();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      // The group stops, or is busy: those who have everything are told all the same.
      return Set.of();
    }
  }

  private static Holders.Known known(
      CatalogueState state, Content content, Set<MemberId> fetching, PeerAddress asker) {
    Set<MemberId> holding = new LinkedHashSet<>();
    state.holders(content).stream().map(Holding::member).forEach(holding::add);
    Set<MemberId> partial = new LinkedHashSet<>(fetching);
    partial.removeAll(holding);
    partial.removeIf(id -> state.member(id).filter(Member::present).isEmpty());
    return new Holders.Known(
        holding.size(), partial.size(), ways(state, holding, asker), ways(state, partial, asker));
  }

  private static List<PeerAddress> ways(
      CatalogueState state, Set<MemberId> members, PeerAddress asker) {
    return members.stream()
        .flatMap(id -> state.member(id).stream())
        .flatMap(member -> way(member.passport().peers(), asker).stream())
        .toList();
  }

  /**
   * Where those listen who announced for one of these, for members that fetch the same: at most
   * {@link #MOST_ADDRESSES}. Only the tracker in office has heard of any. Any thread.
   */
  public List<PeerAddress> announced(List<InfoHash> hashes) {
    return hashes.stream()
        .flatMap(hash -> desk.addresses(hash, MOST_ADDRESSES).stream())
        .distinct()
        .limit(MOST_ADDRESSES)
        .toList();
  }

  /** Hears of every peer that comes into a swarm. Called under a lock: must be quick. */
  public void onJoined(Consumer<InfoHash> listener) {
    joined = listener;
  }

  /** By which of these addresses the asker most likely reaches a member: the nearest one. */
  static Optional<PeerAddress> way(List<PeerAddress> addresses, PeerAddress asker) {
    List<PeerAddress> outside = addresses.stream().filter(a -> !a.isLoopback()).toList();
    List<PeerAddress> usable = outside.isEmpty() && asker.isLoopback() ? addresses : outside;
    return usable.stream().max(Comparator.comparingInt(address -> commonBits(address, asker)));
  }

  private static int commonBits(PeerAddress one, PeerAddress two) {
    byte[] a = one.ip();
    byte[] b = two.ip();
    if (a.length != b.length) {
      return -1;
    }
    int at = Arrays.mismatch(a, b);
    return at < 0
        ? 8 * a.length
        : 8 * at + Integer.numberOfLeadingZeros((a[at] ^ b[at]) & 0xff) - 24;
  }

  /** Forgets everybody. */
  @Override
  public void close() {
    desk.close();
  }
}
