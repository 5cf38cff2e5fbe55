package minibit.daemon.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.catalogue.MemberView;
import minibit.group.member.Office;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What members are called, as last heard: votes and seats speak of ids, and a question to the
 * tracker in the middle of an election would wait for its end. Any thread.
 */
final class MemberNames {
  private static final Logger LOG = LoggerFactory.getLogger(MemberNames.class);

  /** How long an answer of the tracker will do. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** A tracker on the same network answers in a few milliseconds. */
  private static final Duration MOMENT = Duration.ofMillis(300);

  private final CatalogueDesk desk;
  private final Map<MemberId, MemberRef> known = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong(System.nanoTime() - FRESH.toNanos());

  private volatile int count;
  private volatile int present;

  MemberNames(CatalogueDesk desk) {
    this.desk = desk;
  }

  /** Asks for names anew unless that was done just now; waits a moment, not for a slow tracker. */
  void refresh() {
    long last = asked.get();
    if (System.nanoTime() - last >= FRESH.toNanos()
        && asked.compareAndSet(last, System.nanoTime())) {
      CompletableFuture<Void> answer = desk.members().thenAccept(this::learn);
      try {
        answer.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("members as last heard", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void learn(List<MemberView> members) {
    count = members.size();
    present = (int) members.stream().filter(MemberView::present).count();
    for (MemberView member : members) {
      known.put(member.id(), ref(member.name(), member.id(), member.members()));
    }
  }

  /** Takes note of a tracker that showed itself. */
  MemberRef learn(Office office) {
    MemberRef tracker =
        ref(office.tracker().name(), office.tracker().id(), office.tracker().members());
    known.put(office.tracker().id(), tracker);
    return tracker;
  }

  /** A member by its name if that is known, else by the first digits of its id. */
  MemberRef of(MemberId id) {
    MemberRef ref = known.get(id);
    return ref != null ? ref : ref(id.brief(), id, List.of());
  }

  /** A voter, whose address the office tells. */
  MemberRef of(Office.VoterContact voter) {
    MemberRef named = of(voter.seat().member());
    return new MemberRef(named.name(), named.id(), first(voter.members()));
  }

  /** Members as last heard. */
  int count() {
    return count;
  }

  /** Those of them that are there. */
  int present() {
    return present;
  }

  private static MemberRef ref(String name, MemberId id, List<PeerAddress> addresses) {
    return new MemberRef(name, id.hex(), first(addresses));
  }

  private static String first(List<PeerAddress> addresses) {
    return addresses.isEmpty() ? "" : addresses.getFirst().toString();
  }
}
